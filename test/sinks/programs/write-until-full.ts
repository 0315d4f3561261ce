/** Commits one document, writes more than a file may take, and tells its cursor and what write and commit said. */
import { openMemoryState } from '../../../src/state/memory-state.js'
import { reportError } from '../../../src/errors/extract-error.js'
import { openFilesSink } from '../../../src/sinks/files/files-sink.js'
import { buildSampleDocument } from '../../support/sample-document.js'

const [folder = ''] = process.argv.slice(2)
const state = openMemoryState()
const sink = await openFilesSink({ folder, run: 'r1', datasource: 'crm', state })
await sink.write('Account', [buildSampleDocument('1')])
await sink.commit('Account', [{ key: 'cursor', value: 1 }])
const more = Array.from({ length: 500 }, (_, n) => buildSampleDocument(`more${n}`, { content: 'x'.repeat(1000) }))
const write = await sink.write('Account', more).catch(reportError)
const commit = await sink.commit('Account', [{ key: 'cursor', value: 2 }]).catch(reportError)
await sink.close()
process.stdout.write(`${String(await state.read('cursor'))} ${write?.code} ${commit?.code}\n`)
