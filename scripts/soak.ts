// npm run soak -- [--seed N] [--kills N]: kills real runs at random moments while the org changes, and compares at the end.
import { parseArgs } from 'node:util'
import { runSoak } from '../test/support/soak.js'

const { values } = parseArgs({ options: { seed: { type: 'string' }, kills: { type: 'string', default: '100' } } })
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9))
console.log(`seed ${seed}: repeat with \`npm run soak -- --seed ${seed} --kills ${values.kills}\``)
let failed = false
for (const sink of ['files', 'compacted', 'pipe'] as const) {
  const started = performance.now()
  const result = await runSoak({
    seed,
    kills: Number(values.kills),
    sink,
    say: (text) => process.stdout.write(`\r${sink}: ${text}   `),
  })
  const seconds = Math.round((performance.now() - started) / 1000)
  const { kills, runs, written, repeated, differences } = result
  console.log(
    `\r${sink}: ${kills} kills in ${runs} runs, ${written} lines, ${repeated} repeated, ${differences.length} differences, ${seconds} s`,
  )
  for (const difference of differences.slice(0, 20)) console.log(`  ${difference}`)
  failed ||= differences.length > 0 || (sink !== 'pipe' && repeated > 0)
}
process.exitCode = failed ? 1 : 0
