import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Document } from '../../../src/terms.js'
import { buildSampleDocument } from '../../support/sample-document.js'
import { makeTempFolder } from '../../support/temp-folder.js'
import { describeTarget, openSinkInto } from './contract.js'

const load = async (file: string) =>
  (await readFile(file, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Document)

describeTarget('command', { hasIds: false }, async () => {
  const file = path.join(await makeTempFolder(), 'taken.ndjson')
  return { address: `command:cat > '${file}'`, load: () => load(file) }
})

describe('a command: target', () => {
  it('leaves the state as it was where the command ends with another code, and says what it said last', async () => {
    const { sink, state } = await openSinkInto(
      placeOf('cat > /dev/null; echo "first words" >&2; echo "no index" >&2; exit 3'),
    )
    await sink.write('Account', [buildSampleDocument('1')])
    await sink.commit('Account', [{ key: 'cursor', value: 1 }])
    await expect(sink.settle?.()).rejects.toMatchObject({
      code: 'TARGET_FAILED',
      message: expect.stringMatching(/ended with exit code 3, and said: first words \/ no index/),
    })
    expect(await state.read('cursor')).toBeUndefined()
    await sink.commit('run', [{ key: 'last', value: 'failed' }])
    expect(await state.read('last')).toBe('failed')
  })

  it('fails where the command ends before it has taken everything, though with 0', async () => {
    const { sink, state } = await openSinkInto(placeOf('head -1 > /dev/null'))
    const writing = async () => {
      for (let n = 0; n < 50; n++)
        await sink.write('Account', [buildSampleDocument(`${n}`, { content: 'x'.repeat(100_000) })])
    }
    await expect(writing()).rejects.toMatchObject({
      message: expect.stringContaining('before it had taken everything'),
    })
    await sink.commit('Account', [{ key: 'cursor', value: 1 }])
    await expect(sink.settle?.()).rejects.toMatchObject({ code: 'TARGET_FAILED' })
    expect(await state.keys('')).toEqual([])
  })

  it('holds back what the command is too slow for', async () => {
    const folder = await makeTempFolder()
    const go = path.join(folder, 'go')
    const { sink } = await openSinkInto(placeOf(`while [ ! -e '${go}' ]; do sleep 0.01; done; cat > '${folder}/taken'`))
    let written = 0
    const writing = (async () => {
      for (let n = 0; n < 40; n++) {
        await sink.write('Account', [buildSampleDocument(`${n}`, { content: 'x'.repeat(50_000) })])
        written += 1
      }
    })()
    await new Promise((resolve) => setImmediate(resolve))
    expect(written).toBeLessThan(20)
    await writeFile(go, '')
    await writing
    await sink.settle?.()
    expect(await load(path.join(folder, 'taken'))).toHaveLength(40)
  })

  it('says that there is no such command, and that a signal ended it', async () => {
    const missing = await openSinkInto(placeOf('no-such-indexer-here'))
    await missing.sink.write('Account', [buildSampleDocument('1')]).catch(() => {})
    await expect(missing.sink.settle?.()).rejects.toMatchObject({ message: expect.stringContaining('exit code 127') })
    const killed = await openSinkInto(placeOf('read -r line; kill -9 $$'))
    await killed.sink.write('Account', [buildSampleDocument('1')]).catch(() => {})
    await expect(killed.sink.settle?.()).rejects.toMatchObject({ message: expect.stringContaining('SIGKILL') })
  })

  it('is not started by a run without documents', async () => {
    const { sink, state } = await openSinkInto(placeOf('exit 1'))
    await sink.commit('Account', [{ key: 'cursor', value: 1 }])
    await sink.settle?.()
    expect(await state.read('cursor')).toBe(1)
  })
})

function placeOf(line: string) {
  return { address: `command:${line}`, load: async () => [] }
}
