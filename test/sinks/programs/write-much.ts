/** Writes many documents of about 2 kB, a commit after each tenth of them. */
import { openMemoryState } from '../../../src/state/memory-state.js'
import { openFilesSink } from '../../../src/sinks/files/files-sink.js'
import { buildSampleDocument } from '../../support/sample-document.js'

const [folder = '', count = '0'] = process.argv.slice(2)
const sink = await openFilesSink({ folder, run: 'r1', datasource: 'crm', state: openMemoryState() })
const content = 'lorem ipsum dolor '.repeat(80)
for (let tenth = 0; tenth < 10; tenth++) {
  for (let n = 0; n < Number(count) / 10; n += 1000) {
    await sink.write(
      'Account',
      Array.from({ length: 1000 }, (_, k) => buildSampleDocument(`${tenth}-${n + k}`, { content })),
    )
  }
  await sink.commit('Account', [])
}
await sink.close()
process.stdout.write(`${process.memoryUsage.rss()}\n`)
