// npm run soak -- [--seed N] [--kills N] [--minutes N] [--sink files,compacted,held,pipe]: kills real runs at random moments while org and configuration change, and compares at the end.
import { parseArgs } from 'node:util'
import { runSoak, type SoakSink } from '../test/support/soak.js'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    kills: { type: 'string', default: '100' },
    minutes: { type: 'string', default: 'Infinity' },
    sink: { type: 'string', default: 'files,compacted,held,pipe' },
  },
})
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9))
console.log(
  `seed ${seed}: repeat with \`npm run soak -- --seed ${seed} --kills ${values.kills} --sink ${values.sink}\``,
)
let failed = false
for (const sink of values.sink.split(',') as SoakSink[]) {
  const started = performance.now()
  const result = await runSoak({
    seed,
    kills: Number(values.kills),
    sink,
    mostMs: Number(values.minutes) * 60_000,
    say: (kills, runs) => process.stdout.isTTY && process.stdout.write(`\r${sink}: ${kills} kills, ${runs} runs   `),
  })
  const seconds = Math.round((performance.now() - started) / 1000)
  const { kills, runs, scopes, written, repeats, differences } = result
  console.log(
    `\r${sink}: ${kills} kills in ${runs} runs, ${scopes} changes of the configuration, ${written} lines, ` +
      `${repeats.length} repeated in files, ${differences.length} differences, ${seconds} s`,
  )
  for (const difference of [...differences.slice(0, 20), ...repeats.slice(0, 20)]) console.log(`  ${difference}`)
  failed ||= differences.length > 0 || repeats.length > 0
}
process.exitCode = failed ? 1 : 0
