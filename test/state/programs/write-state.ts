/** Counts up two keys of its own and one it shares, in that order in a write, and tells each number it has written. */
import { systemClock } from '../../../src/clock.js'
import { openState } from '../../../src/state/state.js'

const [address = '', name = '', upTo = '0'] = process.argv.slice(2)
const state = await openState(address, { clock: systemClock })
const begin = ((await state.read(`${name}:second`)) as { n: number } | undefined)?.n ?? 0
process.stdout.write('ready\n')
for (let n = begin + 1; n <= Number(upTo); n++) {
  const value = { n, filler: 'x'.repeat((n % 7) * 3000) }
  await state.write([
    { key: `${name}:first`, value },
    { key: `${name}:second`, value },
    { key: 'shared', value },
  ])
  process.stdout.write(`wrote ${n}\n`)
}
await state.close()
