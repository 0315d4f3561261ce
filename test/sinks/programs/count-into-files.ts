/** Counts into files without an end, telling each commit; compressed where a third word says how. */
import { runNumbers } from '../../support/number-run.js'

const [folder = '', run = '', how] = process.argv.slice(2)
const upTo = { A: Infinity, B: Infinity, C: Infinity }
const committed = (object: string, n: number) => process.stdout.write(`committed ${object} ${n}\n`)
await runNumbers({ folder, run, upTo, step: 7, ...(how === 'gzip' ? { compress: how } : {}), committed })
