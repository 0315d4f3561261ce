import { execFile } from 'node:child_process'
import { appendFileSync, closeSync, openSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openMemoryState } from '../../src/state/memory-state.js'
import { openStdoutSink } from '../../src/sinks/stdout.js'
import { describeSink } from '../contracts/sink.contract.js'
import { programCommand } from '../support/child-program.js'
import { parseLines } from '../support/output-files.js'
import { buildSampleDocument } from '../support/sample-document.js'
import { makeTempFolder } from '../support/temp-folder.js'

describeSink('stdout into a file', async (state) => {
  const { path, stream } = await openFile()
  return { sink: openStdoutSink({ stream, state }), state, loadWritten: () => loadLines(path) }
})

describe('stdout into a file', () => {
  it('begins on a line of its own after one that a kill cut short', async () => {
    const { path, stream } = await openFile('{"id":"whole"}\n{"id":"ha')
    const sink = openStdoutSink({ stream, state: openMemoryState() })
    await sink.write('Account', [buildSampleDocument('1')])
    await sink.write('Account', [buildSampleDocument('2')])
    const lines = (await readFile(path, 'utf8')).split('\n')
    expect(lines.slice(0, 2)).toEqual(['{"id":"whole"}', '{"id":"ha'])
    expect(parseLines(lines.slice(2).join('\n')).map(({ id }) => id)).toEqual(['1', '2'])
  })

  it('leaves alone what another has written to it', async () => {
    const { path, stream, fd } = await openFile('{"id":"before"}\n')
    const sink = openStdoutSink({ stream, state: openMemoryState() })
    await sink.write('Account', [buildSampleDocument('1')])
    appendFileSync(path, '{"id":"other"}\n')
    closeSync(fd)
    await expect(sink.write('Account', [buildSampleDocument('2')])).rejects.toMatchObject({ code: 'OUTPUT_FAILED' })
    expect((await loadLines(path)).map(({ id }) => id)).toEqual(['before', '1', 'other'])
  })

  it('on a disk that fills up is as it was at the last commit, and the state too', { timeout: 120_000 }, async () => {
    const path = join(await makeTempFolder(), 'documents.ndjson')
    await writeFile(path, '{"id":"before"}\n')
    const program = programCommand(new URL('programs/write-stdout.ts', import.meta.url), '1000', '7')
    const script = 'ulimit -f 200; trap "" XFSZ; out="$1"; shift; exec "$@" >> "$out"'
    const { stderr } = await promisify(execFile)('bash', ['-c', script, 'bash', path, ...program])
    const [, cursor] = /^OUTPUT_FAILED (\d+)\n$/.exec(stderr) ?? []
    const ids = (await loadLines(path)).map(({ id }) => id)
    expect(Number(cursor)).toBeGreaterThan(7)
    expect(ids).toEqual(['before', ...Array.from({ length: Number(cursor) }, (_, n) => `${n + 1}`)])
  })
})

async function openFile(text = '') {
  const path = join(await makeTempFolder(), 'documents.ndjson')
  await writeFile(path, text)
  const fd = openSync(path, 'a')
  onTestFinished(() => {
    try {
      closeSync(fd)
    } catch {
      // The test has closed it.
    }
  })
  return { path, fd, stream: Object.assign(new PassThrough(), { fd }) }
}

async function loadLines(path: string) {
  return parseLines(await readFile(path, 'utf8'))
}
