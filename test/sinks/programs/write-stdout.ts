/**
 * Writes numbered documents to stdout, a commit each step, and tells its end and its cursor on stderr; compressed where
 * a third word says how. `forever` has no end, and each commit is told.
 */
import { openMemoryState } from '../../../src/state/memory-state.js'
import { isExtractError } from '../../../src/errors/extract-error.js'
import { openStdoutSink } from '../../../src/sinks/stdout.js'
import { buildSampleDocument } from '../../support/sample-document.js'

const [upTo = '0', step = '1', how] = process.argv.slice(2)
const last = upTo === 'forever' ? Infinity : Number(upTo)
const state = openMemoryState()
const sink = openStdoutSink({ stream: process.stdout, state, compress: how === 'gzip' ? how : undefined })
let end = 'done'
try {
  for (let n = 1; n <= last; n++) {
    await sink.write('Account', [buildSampleDocument(`${n}`, { content: 'x'.repeat(1000) })])
    if (n % Number(step) !== 0) continue
    await sink.commit('Account', [{ key: 'cursor', value: n }])
    if (last === Infinity) process.stderr.write(`committed ${n}\n`)
  }
} catch (error) {
  if (!isExtractError(error)) throw error
  end = error.code
}
await sink.close()
process.stderr.write(`${end} ${String(await state.read('cursor'))}\n`)
