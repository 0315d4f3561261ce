import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/clock.js'
import { openFilesSink } from '../../../src/sinks/files/files-sink.js'
import type { FilesSinkOptions } from '../../../src/sinks/files/files-sink.js'
import { recoverFiles } from '../../../src/sinks/files/recovery.js'
import { csv } from '../../../src/sinks/formats/csv.js'
import { openMemoryState } from '../../../src/state/memory-state.js'
import { describeSink } from '../../contracts/sink.contract.js'
import { startProgram } from '../../support/child-program.js'
import { runOnDyingDisk } from '../../support/dying-disk.js'
import { countTo, loadNumbers, runNumbers } from '../../support/number-run.js'
import { listOutput, loadOutput } from '../../support/output-files.js'
import { openState } from '../../support/open-state.js'
import { buildSampleDocument } from '../../support/sample-document.js'
import { openRandom } from '../../support/seeded-random.js'
import { makeTempFolder } from '../../support/temp-folder.js'
import { unpackWith } from '../../support/unpack.js'

describeSink('compressed files', async (state) => {
  const folder = await makeTempFolder()
  const sink = await openFilesSink({ folder, run: 'r1', datasource: 'crm', state, compress: 'gzip' })
  return { sink, state, loadWritten: () => loadOutput(folder) }
})

describe('compressed files', () => {
  it('are whole gzip files by the name of it, a member each, and count what they hold', async () => {
    const { folder, sink } = await openTestSink({ compress: 'gzip' })
    const documents = Array.from({ length: 300 }, (_, n) => buildSampleDocument(`${n}`, { content: 'x'.repeat(3000) }))
    await sink.write('Account', documents)
    await sink.write('Account', [buildSampleDocument('last')])
    await sink.commit('Account', [])
    const names = await listOutput(folder)
    expect(names).toEqual(['Standard Objects/Account/r1-00001.ndjson.gz'])
    const path = join(folder, names[0]!)
    const text = unpackWith('gzip', await readFile(path))
    expect(text).toBe(gunzipSync(await readFile(path)).toString())
    expect(text.split('\n')).toHaveLength(302)
    expect(sink.bytes!()).toBe(Buffer.byteLength(text))
    expect((await stat(path)).size).toBeLessThan(text.length / 20)
  })

  it('begin anew where one is full by what it takes on the disk', async () => {
    const { folder, sink } = await openTestSink({ compress: 'gzip', partBytes: 20_000 })
    const random = openRandom(2)
    const content = () => Array.from({ length: 2000 }, () => random().toString(36).slice(2)).join(' ')
    for (let n = 0; n < 10; n++) await sink.write('Account', [buildSampleDocument(`${n}`, { content: content() })])
    await sink.commit('Account', [])
    expect((await listOutput(folder)).length).toBeGreaterThan(3)
    expect((await loadOutput(folder)).map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, n) => `${n}`))
  })

  it('leave nothing behind that was not committed', async () => {
    const { folder, sink } = await openTestSink({ compress: 'gzip' })
    await sink.write('Account', [buildSampleDocument('1')])
    await sink.close()
    expect(await listOutput(folder)).toEqual([])
  })

  it('have every document once, whatever step of a commit a kill comes in', { timeout: 300_000 }, async () => {
    for (let steps = 1, isOver = false; !isOver; steps += 4) {
      const folder = await makeTempFolder()
      const counting = { folder, upTo: { A: 3, B: 1 }, step: 2, compress: 'gzip' as const }
      isOver = await runOnDyingDisk(steps, 'kill', () => runNumbers({ ...counting, run: 'r1' }))
      await runNumbers({ ...counting, run: 'r2', upTo: { A: 4, B: 2 } })
      const { cursors, written } = await loadNumbers(folder)
      expect({ steps, written }).toEqual({ steps, written: { A: countTo(4), B: countTo(2) } })
      expect(cursors).toEqual({ A: 4, B: 2 })
    }
  })
})

// Starting a process takes seconds on a busy machine.
describe('a process that writes compressed files', { timeout: 120_000 }, () => {
  it('loses and repeats nothing when it is killed with -9', async () => {
    const random = openRandom(5)
    const folder = await makeTempFolder()
    const url = new URL('../programs/count-into-files.ts', import.meta.url)
    for (let kill = 0; kill < 2; kill++) {
      const program = startProgram(url, folder, `r${kill}`, 'gzip')
      await program.printed('committed')
      await systemClock.sleep(random() * 150)
      program.child.kill('SIGKILL')
      await program.ended
      const state = await openState(`file:${folder}/state`, { clock: systemClock })
      await recoverFiles({ folder: `${folder}/out`, datasource: 'crm', state })
      const { cursors, written } = await loadNumbers(folder)
      for (const object of ['A', 'B', 'C']) expect(written[object] ?? []).toEqual(countTo(cursors[object] ?? 0))
    }
    const { cursors } = await loadNumbers(folder)
    expect(cursors['A']).toBeGreaterThan(0)
  })
})

describe('files of a table', () => {
  it('have a header each, and begin anew with fields that the header has not', async () => {
    const { folder, sink } = await openTestSink({ format: csv, partBytes: 50 })
    sink.expectFields!('Account', ['Id', 'Name'])
    const write = (...rows: Record<string, unknown>[]) =>
      sink.write(
        'Account',
        rows.map((payload) => ({ ...buildSampleDocument(String(payload['Id'])), payload })),
      )
    await write({ Id: '1', Name: 'a' })
    await write({ Id: '2', Name: 'b' }, { Id: '3', Name: 'c' })
    await write({ Id: '4', Name: 'd' })
    await write({ Id: '5', Name: 'e', Other: 1 })
    await sink.commit('Account', [])
    await write({ Id: '6', Name: 'f' })
    await sink.commit('Account', [])
    const names = await listOutput(folder)
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
    expect(names.every((name) => /^Standard Objects\/Account\/r1-0000\d\.csv$/.test(name))).toBe(true)
    expect(texts).toEqual([
      'Id,IsDeleted,Name\r\n1,false,a\r\n2,false,b\r\n3,false,c\r\n',
      'Id,IsDeleted,Name\r\n4,false,d\r\n',
      'Id,IsDeleted,Name,Other\r\n5,false,e,1\r\n',
      'Id,IsDeleted,Name\r\n6,false,f\r\n',
    ])
  })
})

async function openTestSink(options: Partial<FilesSinkOptions> = {}) {
  const folder = await makeTempFolder()
  const state = openMemoryState()
  return { folder, sink: await openFilesSink({ folder, run: 'r1', datasource: 'crm', state, ...options }) }
}
