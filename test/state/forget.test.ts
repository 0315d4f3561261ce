import { describe, expect, it } from 'vitest'
import { forgetRead } from '../../src/state/forget.js'
import { hasHeld, holdState } from '../../src/state/hold.js'
import { openState } from '../support/open-state.js'
import type { State } from '../../src/state/state.js'
import { openManualClock } from '../support/manual-clock.js'
import { makeTempFolder } from '../support/temp-folder.js'

describe('forgetting', () => {
  it('an object leaves the others', async () => {
    const kept = ['object:crm:AccountX', 'written:crm:Account:a', 'written-index:crm:Account', 'run:crm', 'org:crm']
    const state = await openStateWith([...kept, 'object:crm:Account', 'pending:crm:object:crm:Account', 'settling:crm'])
    await forgetRead(state, 'crm', 'Account')
    expect((await state.keys('')).toSorted()).toEqual([...kept, 'reset:crm'].toSorted())
  })

  it('an object finishes a commit that had begun, so that the others lose nothing', async () => {
    const state = await openStateWith(['object:crm:Account', 'object:crm:Contact'])
    const notes = [
      { key: 'children:crm', value: 2 },
      { key: 'object:crm:Account', value: 2 },
      { key: 'object:crm:Contact', value: 2 },
    ]
    await holdState(state, 'crm').write(notes)
    await state.write([{ key: 'settling:crm', value: true }, notes[0]!])
    await forgetRead(state, 'crm', 'Account')
    expect(await Promise.all(notes.map(({ key }) => state.read(key)))).toEqual([2, undefined, 2])
    expect(await hasHeld(state, 'crm')).toBe(false)
  })

  it('a datasource leaves the others and the field cache, and drops what is held', async () => {
    const sent = ['written:crm:A:b', 'written-index:crm:A']
    const kept = ['run:crm2', 'fields:x', 'pending:crm2:object:crm2:A', ...sent]
    const gone = ['object:crm:A', 'children:crm', 'run:crm', 'org:crm', 'settling:crm']
    const state = await openStateWith([...kept, ...gone])
    await holdState(state, 'crm').write([{ key: 'object:crm:A', value: 2 }])
    await forgetRead(state, 'crm')
    expect((await state.keys('')).toSorted()).toEqual([...kept, 'reset:crm'].toSorted())
  })

  it('keeps how far deletions were told and since when they are watched, and nothing else', async () => {
    const state = await openStateWith([])
    const watermark = '2026-01-05T09:30:11.000Z'
    const deletions = { watermark, open: { mode: 'incremental' }, overlap: { [watermark]: '001D000000IRFma' } }
    await state.write([
      { key: 'object:crm:A', value: { rows: { watermark }, deletions, watchedSince: watermark, fields: ['Id'] } },
    ])
    await forgetRead(state, 'crm', 'A')
    const { overlap } = deletions
    expect(await state.read('object:crm:A')).toEqual({ deletions: { watermark, overlap }, watchedSince: watermark })
  })
})

async function openStateWith(keys: string[]): Promise<State> {
  const state = await openState(`file:${await makeTempFolder()}`, { clock: openManualClock() })
  await state.write(keys.map((key) => ({ key, value: { value: 1 } })))
  return state
}
