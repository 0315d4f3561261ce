// npm run fuzz -- [--seed N] [--answers N]: runs against an org whose answers are mutated; after each a healthy run has to put
// all right. No stack, no bug, no run without an end, no memory above 512 MB.
import { parseArgs } from 'node:util'
import { runFuzz } from '../test/support/fuzz.js'

const { values } = parseArgs({ options: { seed: { type: 'string' }, answers: { type: 'string', default: '2000' } } })
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9))
console.log(`seed ${seed}: repeat with \`npm run fuzz -- --seed ${seed} --answers ${values.answers}\``)
const started = performance.now()
const { mutated, runs, codes, longestMs, faults } = await runFuzz({
  seed,
  answers: Number(values.answers),
  say: (text) => process.stdout.write(`\r${text}   `),
})
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024)
const seconds = Math.round((performance.now() - started) / 1000)
console.log(
  `\r${mutated} mutated answers in ${runs} runs, exits ${JSON.stringify(codes)}, longest run ${Math.round(longestMs)} ms, ` +
    `peak ${peakMb} MB, ${faults.length} faults, ${seconds} s`,
)
for (const fault of faults.slice(0, 40)) console.log(`\n${fault}`)
process.exitCode = faults.length > 0 || peakMb > 512 ? 1 : 0
