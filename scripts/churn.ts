// npm run churn -- [--minutes N] [--rate N] [--seed N]: a dispatcher beside an org that changes so many times a second. Prints
// memory, lag and calls by the minute; at the end documents and org have to agree, and nothing may stand twice. Linux alone.
import { parseArgs } from 'node:util'
import { runChurned } from '../test/support/churned-dispatcher.js'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    rate: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
})
const { minutes, repeats, differences, exitCode } = await runChurned({
  seed: Number(values.seed),
  minutes: Number(values.minutes),
  rate: Number(values.rate),
  say: ({ minute, memoryMb, mostLagSeconds, runs, calls, written, deleted }) =>
    console.log(
      `minute ${minute}: ${memoryMb} MB, lag at most ${mostLagSeconds.toFixed(1)} s, ${runs} runs, ${calls} calls, ` +
        `${written} written, ${deleted} deleted`,
    ),
})
const total = (key: 'runs' | 'calls' | 'written' | 'deleted') => minutes.reduce((sum, minute) => sum + minute[key], 0)
console.log(
  `${total('runs')} runs, ${total('calls')} calls, ${total('written')} written, ${total('deleted')} deleted, ` +
    `${repeats.length} repeated, ${differences.length} differences, exit ${exitCode}`,
)
for (const difference of [...differences.slice(0, 20), ...repeats.slice(0, 20)]) console.log(`  ${difference}`)
process.exitCode = differences.length > 0 || repeats.length > 0 ? 1 : 0
