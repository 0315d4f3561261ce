import { closeSync, createWriteStream, openSync } from 'node:fs'
import { join } from 'node:path'
import { Duplex, PassThrough, Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { openMemoryState } from '../../src/state/memory-state.js'
import { openStdoutSink } from '../../src/sinks/stdout.js'
import { describeSink } from '../contracts/sink.contract.js'
import { parseLines } from '../support/output-files.js'
import { buildSampleDocument } from '../support/sample-document.js'
import { makeTempFolder } from '../support/temp-folder.js'

describeSink('stdout', (state) => {
  let text = ''
  const stream = new Writable({
    write(chunk: Buffer, _encoding, callback) {
      text += chunk.toString()
      setImmediate(callback)
    },
  })
  const loadWritten = () => Promise.resolve(parseLines(text))
  return Promise.resolve({ sink: openStdoutSink({ stream, state }), state, loadWritten })
})

describe('stdout', () => {
  it('takes no more than its reader does', async () => {
    const stream = new PassThrough({ highWaterMark: 1000 })
    const sink = openStdoutSink({ stream, state: openMemoryState() })
    const documents = Array.from({ length: 5000 }, (_, n) => buildSampleDocument(`${n}`, { content: 'x'.repeat(2000) }))
    let isWritten = false
    const writing = sink.write('Account', documents).then(() => (isWritten = true))
    await new Promise((resolve) => stream.once('readable', resolve))
    expect(isWritten).toBe(false)
    expect(stream.writableLength + stream.readableLength).toBeLessThan(3_000_000)
    let lines = 0
    stream.on('data', (chunk: Buffer) => (lines += chunk.toString().split('\n').length - 1))
    await writing
    expect(lines).toBe(5000)
  })

  it('leaves to a stream within the process what it has taken and nobody has read', async () => {
    const stream = new PassThrough()
    const sink = openStdoutSink({ stream, state: openMemoryState() })
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    for (const id of ['1', '2', '3']) await sink.write('Account', [buildSampleDocument(id)])
    expect(parseLines(Buffer.concat(chunks).toString()).map(({ id }) => id)).toEqual(['1', '2', '3'])
  })

  it('commits nothing when its reader went away, and says so from then on', async () => {
    const { stream, hangUp } = openPipe()
    const state = openMemoryState()
    const sink = openStdoutSink({ stream, state })
    await sink.write('Account', [buildSampleDocument('1')])
    await sink.commit('Account', [{ key: 'cursor', value: 1 }])
    await sink.write('Account', [buildSampleDocument('2')])
    hangUp()
    const closed = { code: 'SINK_CLOSED', message: 'The reader of the output went away.' }
    await expect(sink.write('Account', [buildSampleDocument('3')])).rejects.toMatchObject(closed)
    await expect(sink.commit('Account', [{ key: 'cursor', value: 3 }])).rejects.toMatchObject(closed)
    await expect(sink.write('Contact', [buildSampleDocument('4')])).rejects.toMatchObject(closed)
    await expect(sink.commit('Contact', [{ key: 'other', value: 4 }])).rejects.toMatchObject(closed)
    await sink.close()
    expect([await state.read('cursor'), await state.read('other')]).toEqual([1, undefined])
  })

  it('ends a write that waits for a reader who goes away', async () => {
    const stream = new Duplex({ write: () => undefined, read: () => undefined })
    const sink = openStdoutSink({ stream, state: openMemoryState() })
    const writing = sink.write('Account', [buildSampleDocument('1')])
    stream.destroy()
    await expect(writing).rejects.toMatchObject({ code: 'SINK_CLOSED' })
  })

  it('is closed from the start on a stream that is', async () => {
    const stream = new PassThrough()
    stream.destroy()
    const sink = openStdoutSink({ stream, state: openMemoryState() })
    await expect(sink.write('Account', [buildSampleDocument('1')])).rejects.toMatchObject({ code: 'SINK_CLOSED' })
    await expect(sink.commit('Account', [])).rejects.toMatchObject({ code: 'SINK_CLOSED' })
  })

  it('that is a file which can not be flushed moves no state', async () => {
    const fd = openSync(join(await makeTempFolder(), 'documents.ndjson'), 'w')
    const stream = Object.assign(new PassThrough().resume(), { fd })
    const state = openMemoryState()
    const sink = openStdoutSink({ stream, state })
    await sink.write('Account', [buildSampleDocument('1')])
    await sink.commit('Account', [{ key: 'cursor', value: 1 }])
    await sink.write('Account', [buildSampleDocument('2')])
    closeSync(fd)
    for (const value of [2, 3]) {
      await expect(sink.commit('Account', [{ key: 'cursor', value }])).rejects.toMatchObject({ code: 'OUTPUT_FAILED' })
    }
    expect(await state.read('cursor')).toBe(1)
  })

  it('has no listener left of sinks that were closed, however many runs write to it', async () => {
    const stream = new PassThrough()
    const count = () => stream.listenerCount('error') + stream.listenerCount('close')
    const before = count()
    const sinks = Array.from({ length: 3 }, () => openStdoutSink({ stream, state: openMemoryState() }))
    for (const sink of sinks) await sink.close()
    expect(count()).toBe(before)
  })

  it('that goes to a full disk is failed output, not a reader that went away', async () => {
    const stream = createWriteStream('/dev/full')
    const sink = openStdoutSink({ stream, state: openMemoryState() })
    await expect(sink.write('Account', [buildSampleDocument('1')])).rejects.toMatchObject({
      code: 'OUTPUT_FAILED',
      message: expect.stringContaining('ENOSPC') as string,
      hint: expect.stringContaining('Make room') as string,
    })
  })
})

/** A pipe whose reader can go away: from then on writes fail with EPIPE. */
function openPipe(): { stream: Writable; hangUp(): void } {
  let isOpen = true
  const stream = new Writable({
    write(_chunk, _encoding, callback) {
      if (isOpen) callback()
      else callback(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
    },
  })
  return { stream, hangUp: () => void (isOpen = false) }
}
