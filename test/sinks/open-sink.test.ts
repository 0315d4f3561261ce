import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { formats } from '../../src/sinks/formats/formats.js'
import { openSink } from '../../src/sinks/open-sink.js'
import { commitHeld } from '../../src/state/hold.js'
import { openMemoryState } from '../../src/state/memory-state.js'
import type { StateChange } from '../../src/state/state.js'
import { listOutput } from '../support/output-files.js'
import { buildSampleDocument } from '../support/sample-document.js'
import { makeTempFolder } from '../support/temp-folder.js'

const refuse = async (changes: StateChange[]) => {
  if (changes.length > 0) throw new Error('killed')
}

const run = { run: 'r2', datasource: 'crm', format: formats.document }

describe('the sink of a held run', () => {
  it('leaves the state pending until commit, on stdout too', async () => {
    const state = openMemoryState()
    const stream = new PassThrough()
    const sink = await openSink({ kind: 'stdout', stream }, { ...run, state, held: true })
    await sink.write('Account', [buildSampleDocument('1')])
    await sink.commit('Account', [{ key: 'cursor', value: 1 }])
    expect(JSON.parse(String(stream.read()))).toMatchObject({ id: '1' })
    expect(await state.read('cursor')).toBeUndefined()
    await commitHeld(state, 'crm')
    expect(await state.read('cursor')).toBe(1)
  })

  it('finishes in the state itself what an earlier run left in the folder', async () => {
    const folder = await makeTempFolder()
    const state = openMemoryState()
    const dying = { ...state, write: refuse }
    const earlier = await openSink({ kind: 'files', folder }, { ...run, run: 'r1', state: dying, held: false })
    await earlier.write('Account', [buildSampleDocument('1')])
    await expect(earlier.commit('Account', [{ key: 'cursor', value: 1 }])).rejects.toThrow('killed')
    await openSink({ kind: 'files', folder }, { ...run, state, held: true })
    expect(await state.read('cursor')).toBe(1)
    expect(await listOutput(folder)).toEqual(['Standard Objects/Account/r1-00001.ndjson'])
  })
})

describe('the files of a format', () => {
  it('are what it renders, under its extension', async () => {
    const folder = await makeTempFolder()
    const format = { name: 'ids', extension: '.ids', render: (documents: object[]) => [`${documents.length}\n`] }
    const sink = await openSink({ kind: 'files', folder }, { ...run, format, state: openMemoryState(), held: false })
    await sink.write('Account', [buildSampleDocument('1'), buildSampleDocument('2')])
    await sink.commit('Account', [])
    await sink.close()
    expect(await listOutput(folder)).toEqual(['Standard Objects/Account/r2-00001.ids'])
  })
})
