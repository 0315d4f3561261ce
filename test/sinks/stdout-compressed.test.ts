import { execFile } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { promisify } from 'node:util'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openStdoutSink } from '../../src/sinks/stdout.js'
import { csv } from '../../src/sinks/formats/csv.js'
import { openMemoryState } from '../../src/state/memory-state.js'
import { describeSink } from '../contracts/sink.contract.js'
import { openCollector } from '../support/call-cli.js'
import { programCommand } from '../support/child-program.js'
import { parseLines } from '../support/output-files.js'
import { buildSampleDocument } from '../support/sample-document.js'
import { makeTempFolder } from '../support/temp-folder.js'
import { unpackWith } from '../support/unpack.js'

const documentsIn = (bytes: Buffer) => parseLines(gunzipSync(bytes).toString('utf8'))

describeSink('compressed stdout', (state) => {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk: Buffer, _encoding, callback) {
      chunks.push(chunk)
      setImmediate(callback)
    },
  })
  const sink = openStdoutSink({ stream, state, compress: 'gzip' })
  // What was not committed may wait in a member that is not ended.
  const loadWritten = async () => {
    await sink.commit('', []).catch(() => undefined)
    return documentsIn(Buffer.concat(chunks))
  }
  return Promise.resolve({ sink, state, loadWritten })
})

describe('compressed stdout into a file', () => {
  it('goes on behind whole members', async () => {
    const path = await makeFile()
    for (const id of ['1', '2']) await writeInto(path, [id])
    expect(documentsIn(await readFile(path)).map(({ id }) => id)).toEqual(['1', '2'])
  })

  it.each([
    ['in a member after a commit', 1],
    ['before the first commit', 0],
  ])('takes away what a kill has cut short %s', async (_when, commits) => {
    const path = await makeFile()
    if (commits > 0) await writeInto(path, ['1'])
    await writeInto(path, ['lost'])
    const { length } = await readFile(path)
    await truncate(path, length - 30)
    await writeInto(path, ['2'])
    const ids = documentsIn(await readFile(path)).map(({ id }) => id)
    expect(ids).toEqual(commits > 0 ? ['1', '2'] : ['2'])
  })

  it('leaves a file of another maker as it is', async () => {
    const path = await makeFile(gzipSync('{"id":"theirs"}\n'))
    await writeInto(path, ['1'])
    expect(documentsIn(await readFile(path)).map(({ id }) => id)).toEqual(['theirs', '1'])
    await appendFile(path, gzipSync('{"id":"again"}\n'))
    expect(documentsIn(await readFile(path)).map(({ id }) => id)).toEqual(['theirs', '1', 'again'])
  })

  it('is whole after a kill and a run that goes on', { timeout: 120_000 }, async () => {
    const path = await makeFile()
    const url = new URL('programs/write-stdout.ts', import.meta.url)
    const killed = programCommand(url, 'forever', '50', 'gzip')
    const script =
      'out="$1"; shift; "$@" >> "$out" 2> "$out.told" & pid=$!; ' +
      'until [ "$(wc -l < "$out.told")" -ge 3 ]; do sleep 0.1; done; kill -9 $pid; wait $pid 2> /dev/null; true'
    await promisify(execFile)('bash', ['-c', script, 'bash', path, ...killed])
    const told = (await readFile(`${path}.told`, 'utf8')).trim().split('\n').length * 50
    const rest = programCommand(url, '10', '10', 'gzip')
    await promisify(execFile)('bash', ['-c', 'out="$1"; shift; "$@" >> "$out"', 'bash', path, ...rest])
    const ids = parseLines(unpackWith('gzip', await readFile(path))).map(({ id }) => Number(id))
    const before = ids.slice(0, -10)
    expect(before).toEqual(Array.from({ length: before.length }, (_, n) => n + 1))
    expect(before.length).toBeGreaterThanOrEqual(told)
    expect(ids.slice(-10)).toEqual(Array.from({ length: 10 }, (_, n) => n + 1))
  })
})

describe('a table on stdout', () => {
  it('has one header, and fails where fields come that it has not', async () => {
    const { stream, text } = openCollector()
    const sink = openStdoutSink({ stream, state: openMemoryState(), format: csv })
    sink.expectFields!('Account', ['Id', 'Name'])
    await sink.write('Account', [{ ...buildSampleDocument('1'), payload: { Id: '1', Name: 'a' } }])
    await sink.write('Account', [{ ...buildSampleDocument('2'), payload: { Id: '2', Name: 'b' } }])
    expect(text()).toBe('Id,IsDeleted,Name\r\n1,false,a\r\n2,false,b\r\n')
    const other = { ...buildSampleDocument('3'), payload: { Id: '3', Other: 1 } }
    await expect(sink.write('Account', [other])).rejects.toMatchObject({ code: 'OUTPUT_FAILED' })
  })
})

async function makeFile(bytes: Buffer = Buffer.alloc(0)): Promise<string> {
  const path = join(await makeTempFolder(), 'documents.ndjson.gz')
  await writeFile(path, bytes)
  return path
}

async function writeInto(path: string, ids: string[]): Promise<void> {
  const fd = openSync(path, 'a')
  const stream = Object.assign(new PassThrough(), { fd })
  onTestFinished(() => void stream.destroy())
  const sink = openStdoutSink({ stream, state: openMemoryState(), compress: 'gzip' })
  for (const id of ids) await sink.write('Account', [buildSampleDocument(id)])
  await sink.commit('Account', [])
  await sink.close()
  closeSync(fd)
}
