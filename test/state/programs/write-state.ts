/** Counts up keys of its own and one it shares, in that order in a write, and tells each number it has written. */
import { systemClock } from '../../../src/clock.js'
import { openState } from '../../support/open-state.js'

const [address = '', name = '', upTo = '0'] = process.argv.slice(2)
const state = await openState(address, { clock: systemClock })
const keys = [`${name}:first`, `${name}:second`, `${name}:third`]
const begin = ((await state.read(`${name}:third`)) as { n: number } | undefined)?.n ?? 0
process.stdout.write('ready\n')
for (let n = begin + 1; n <= Number(upTo); n++) {
  const value = { n, filler: 'x'.repeat((n % 7) * 3000) }
  await state.write([...keys, 'shared'].map((key) => ({ key, value })))
  process.stdout.write(`wrote ${n}\n`)
}
await state.close()
