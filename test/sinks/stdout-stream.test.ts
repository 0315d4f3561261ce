import { closeSync, createWriteStream, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { openStreamSink } from '../../src/sinks/stdout.js'
import { openStdoutStream } from '../../src/sinks/stdout-stream.js'
import { formats } from '../../src/sinks/formats/formats.js'
import { openMemoryState } from '../../src/state/memory-state.js'
import { parseLines } from '../support/output-files.js'
import { buildSampleDocument } from '../support/sample-document.js'
import { makeTempFolder } from '../support/temp-folder.js'

const names = Array.from({ length: 20 }, (_, n) => `d${n}`)

test('the documents of many sinks come through one stream in whole lines, here into a file', async () => {
  const file = join(await makeTempFolder(), 'documents.ndjson')
  const fd = openSync(file, 'w')
  const warnings: Error[] = []
  const warned = (warning: Error) => void warnings.push(warning)
  process.on('warning', warned)
  const stream = openStdoutStream(Object.assign(createWriteStream('', { fd }), { fd }))
  const sinks = names.map(() => openStreamSink(stream, { state: openMemoryState(), format: formats.document }))
  await Promise.all(
    sinks.map(async (sink, place) => {
      for (let n = 0; n < 10; n++) {
        await sink.write('Account', [buildSampleDocument(`${names[place]}-${n}`, { content: 'x'.repeat(5000) })])
        await sink.commit('Account', [])
      }
    }),
  )
  stream.close()
  closeSync(fd)
  process.off('warning', warned)
  expect(parseLines(readFileSync(file, 'utf8'))).toHaveLength(200)
  expect(warnings).toEqual([])
})

test('where the reader goes away none of the sinks commits anything any more', async () => {
  const stream = new PassThrough()
  const stdout = openStdoutStream(stream)
  const state = openMemoryState()
  const [first, second] = names.slice(0, 2).map(() => openStreamSink(stdout, { state, format: formats.document }))
  await second!.write('Account', [buildSampleDocument('1')])
  stream.destroy(Object.assign(new Error('gone'), { code: 'EPIPE' }))
  await expect(first!.write('Account', [buildSampleDocument('2')])).rejects.toMatchObject({ code: 'SINK_CLOSED' })
  await expect(second!.commit('Account', [{ key: 'cursor', value: 1 }])).rejects.toMatchObject({ code: 'SINK_CLOSED' })
  expect(await state.read('cursor')).toBeUndefined()
  stdout.close()
})
