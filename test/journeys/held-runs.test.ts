import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Document } from '../../src/terms.js'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { loadOutput } from '../support/output-files.js'
import { indexOf, recordIds, tombstones } from '../support/written.js'

/** What is run while held, after a first load that was not: its arguments, and what else changes for it. */
const heldRuns: [string, string[], ((journey: Journey) => Promise<void>)?][] = [
  ['a plain run', []],
  ['--full', ['--full']],
  ['--reconcile', ['--reconcile']],
  ['a changed where', [], async (journey) => journey.configure(settings(`where: "Name != 'A1'"`))],
  ['another folder', ['--output', 'other']],
]
/** Where the first load went, before the run that is held. */
const firsts: [string, string[]][] = [
  ['a folder', ['--output', 'documents']],
  ['the pipe', []],
]
const ends: [string, string[]][] = [
  ['commit', ['commit']],
  ['rollback', ['rollback']],
  ['no word', ['status']],
]
const table = heldRuns.flatMap((held) => ends.map((end) => ({ held, end })))

describe('a run that is held', unhurried, () => {
  test.each(table.map(({ held, end }) => [held[0], end[0], held, end] as const))(
    'into files: %s, then %s: the next run leaves the folder right, each version in it once but for a full run',
    async (_held, _end, [, args, prepare], [, settle]) => {
      const journey = await openAccounts()
      await journey.sync('--output', 'documents')
      await change(journey)
      await prepare?.(journey)
      const output = args.includes('other') ? 'other' : 'documents'
      const held = await journey.sync(
        '--output',
        output,
        ...args.filter((arg) => !['--output', 'other'].includes(arg)),
        '--hold',
      )
      expect(held.code).toBe(0)
      expect((await journey.run(...settle, '--output', output)).code).toBe(0)
      await changeAgain(journey)
      const { code } = await journey.sync('--output', output)
      expect(code).toBe(0)
      const documents = await loadOutput(path.join(journey.folder, output))
      expect(standing(documents)).toEqual(wantedOf(journey, prepare !== undefined))
      // Its tombstone may have been read before it was taken back.
      const restored = [...journey.sandbox.store.rows('Account')][3]!.id
      const again = repeated(documents).filter((id) => id !== restored)
      expect(args.includes('--full') ? [] : again).toEqual([])
      expect((await journey.sync('--output', output)).documents).toEqual([])
    },
  )

  test.each(firsts.flatMap(([name, first]) => ends.map(([end, settle]) => [name, end, first, settle] as const)))(
    'into a new folder, after %s, then %s: no destination loses or repeats what went to the other',
    async (_name, _end, first, settle) => {
      const journey = await openAccounts()
      const taken = [...(await journey.sync(...first)).documents]
      await change(journey)
      expect((await journey.sync('--output', 'other', '--hold')).code).toBe(0)
      expect((await journey.run(...settle, '--output', 'other')).code).toBe(0)
      await changeAgain(journey)
      taken.push(...(await journey.sync(...first)).documents)
      await journey.sync('--output', 'other')
      for (const documents of [taken, await loadOutput(path.join(journey.folder, 'other'))]) {
        expect(standing(documents)).toEqual(wantedOf(journey, false))
        expect(repeated(documents)).toEqual([])
      }
      for (const place of [first, ['--output', 'other']]) expect((await journey.sync(...place)).documents).toEqual([])
    },
  )

  test.each(
    table
      .filter(({ held }) => !held[1].includes('--output'))
      .map(({ held, end }) => [held[0], end[0], held, end] as const),
  )(
    'into a pipe: %s, then %s: what the reader took comes to what the org has',
    async (_held, _end, [, args, prepare], [, settle]) => {
      const journey = await openAccounts()
      const taken = [...(await journey.sync()).documents]
      await change(journey)
      await prepare?.(journey)
      taken.push(...(await journey.sync(...args, '--hold')).documents)
      expect((await journey.run(...settle)).code).toBe(0)
      await changeAgain(journey)
      taken.push(...(await journey.sync()).documents)
      expect(standing(taken)).toEqual(wantedOf(journey, prepare !== undefined))
      expect((await journey.sync()).documents).toEqual([])
    },
  )
})

describe('tombstones of what the settings left out, in a held run that is dropped', unhurried, () => {
  const both = 'standard_objects_to_sync: [Account, Lead]\nchildren: false\n'
  const left: [string, string][] = [
    ['an object that is taken out', 'standard_objects_to_sync: [Account]\nchildren: false\n'],
    ['records that a where leaves out', `${both}objects: { Lead: { where: "LastName = 'nobody'" } }\n`],
  ]
  const dropped = left.flatMap(([what, changed]) =>
    ends.filter(([end]) => end !== 'commit').map(([end, settle]) => [what, end, changed, settle] as const),
  )

  async function openLeads() {
    const journey = await openJourney({ settings: both, ownProcesses: false })
    const insert = (LastName: string) => journey.sandbox.store.insert('Lead', { LastName, Company: 'Acme' }).id
    return { journey, ids: ['Ash', 'Birch', 'Cedar'].map(insert) }
  }

  test.each(dropped)(
    'are followed by the records, %s, %s, where a pipe has taken them',
    async (_what, _end, changed, settle) => {
      const { journey, ids } = await openLeads()
      expect(recordIds((await journey.sync()).documents)).toEqual(ids)
      await journey.configure(changed)
      const held = await journey.sync('--hold')
      expect(tombstones(held.documents).flatMap(({ id, type }) => (type === 'folder' ? [] : [id]))).toEqual(ids)
      await journey.configure(both)
      await journey.run(...settle)
      expect(recordIds((await journey.sync()).documents)).toEqual(ids)
      expect((await journey.sync()).documents).toEqual([])
    },
  )

  test.each(dropped)(
    'are followed by the records, %s, %s, where they lay in a folder',
    async (_what, _end, changed, settle) => {
      const { journey, ids } = await openLeads()
      const to = ['--output', 'documents']
      await journey.sync(...to)
      await journey.configure(changed)
      expect((await journey.sync(...to, '--hold')).code).toBe(0)
      await journey.configure(both)
      await journey.run(...settle, ...to)
      expect(recordIds((await journey.sync(...to)).documents)).toEqual(ids)
      expect((await journey.sync(...to)).documents).toEqual([])
      expect(standing(await loadOutput(path.join(journey.folder, 'documents')))).toEqual(ids)
    },
  )
})

function settings(more = 'exclude_fields: []'): string {
  return `standard_objects_to_sync: [Account]\nchildren: false\nobjects: { Account: { ${more} } }\n`
}

/** Six accounts, A0 to A5. */
async function openAccounts(): Promise<Journey> {
  const journey = await openJourney({ settings: settings(), ownProcesses: false })
  for (let n = 0; n < 6; n++) journey.sandbox.store.insert('Account', { Name: `A${n}` })
  journey.pass(3600)
  return journey
}

/** One is changed, one deleted, one is new. */
async function change({ sandbox, pass }: Journey): Promise<void> {
  const [, , third, fourth] = [...sandbox.store.rows('Account')]
  sandbox.store.update(third!.id, { Phone: '1' })
  sandbox.store.delete(fourth!.id)
  sandbox.store.insert('Account', { Name: 'New' })
  pass(60)
}

/** The deleted one comes back, the changed one goes. */
async function changeAgain({ sandbox, pass }: Journey): Promise<void> {
  pass(60)
  const [, , third, fourth] = [...sandbox.store.rows('Account')]
  sandbox.store.delete(third!.id)
  sandbox.store.undelete(fourth!.id)
  pass(60)
}

function standing(documents: Document[]): string[] {
  return recordIds([...indexOf(documents).values()]).toSorted()
}

function wantedOf({ sandbox }: Journey, isNarrowed: boolean): string[] {
  const rows = [...sandbox.store.rows('Account')].filter(({ isDeleted }) => !isDeleted)
  return rows
    .filter(({ values }) => !isNarrowed || values['Name'] !== 'A1')
    .map(({ id }) => id)
    .toSorted()
}

/** Versions of records that stand in the folder again, with no tombstone between. */
function repeated(documents: Document[]): string[] {
  const newest = new Map<string, string>()
  return documents.flatMap((document) => {
    const { id } = document
    if ('deleted' in document) newest.delete(id)
    if (!('updated' in document) || document.updated === undefined) return []
    const isAgain = newest.get(id) === document.updated
    newest.set(id, document.updated)
    return isAgain ? [id] : []
  })
}
