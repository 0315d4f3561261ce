/**
 * Every history of a record up to five events long, seen or not seen by a run between any two of them: at the end the
 * output holds what the org holds, and nothing was written twice. The histories of one timetable share an org, a record
 * each, so that all of them cost a few runs.
 */
import { describe, expect, test } from 'vitest'
import type { Document, RecordDocument } from '../../src/terms.js'
import type { Datasource } from '../../src/terms.js'
import { openSyncRooms, type SyncRooms } from '../support/sync-rooms.js'
import { indexOf } from '../support/written.js'

/** What may happen to a record: events that are possible while it lives, and those while it is in the recycle bin. */
const whileAlive = ['update', 'touch', 'late', 'delete', 'merge'] as const
const whileGone = ['restore'] as const
type Event = 'create' | (typeof whileAlive)[number] | (typeof whileGone)[number]

const longest = Number(process.env['HISTORY_LENGTH'] ?? 4)

/** All histories of at most `length` events that begin with the record's creation. */
function histories(length: number): Event[][] {
  const grow = (history: Event[]): Event[][] => {
    if (history.length === length) return [history]
    const isGone = ['delete', 'merge'].includes(history.at(-1)!)
    const next: readonly Event[] = isGone ? whileGone : whileAlive
    return [history, ...next.flatMap((event) => grow([...history, event]))]
  }
  return grow(['create'])
}

/** After which events a run takes place: every choice, as a text of `x` and `.`, the first sign before any event. */
function timetables(length: number): string[] {
  return Array.from({ length: 2 ** (length + 1) }, (_, number) =>
    number
      .toString(2)
      .padStart(length + 1, '0')
      .replaceAll('0', '.')
      .replaceAll('1', 'x'),
  )
}

/** Plays one event of a record; `keeper` is what it is merged into. */
function play({ sandbox: { store, clock } }: SyncRooms, event: Event, id: string, keeper: string): void {
  if (event === 'update') store.update(id, { Description: `at ${clock.now()}` })
  else if (event === 'touch') store.update(id, {}, { touch: 'system' })
  else if (event === 'late') store.update(id, { Description: 'late' }, { hiddenUntil: clock.now() + 200_000 })
  else if (event === 'delete') store.delete(id)
  else if (event === 'merge') store.merge(keeper, id)
  else if (event === 'restore') store.undelete(id)
}

/** What the output says of an Id, shortly: its version, or nothing where it has no document or a tombstone. */
function contents(documents: Document[]): Map<string, string | undefined> {
  return new Map([...indexOf(documents)].map(([id, document]) => [id, (document as RecordDocument).updated]))
}

/** Ids written twice with the same version and no tombstone between. */
function repeats(documents: Document[], { watermarkField = 'LastModifiedDate' }: Partial<Datasource>): string[] {
  const last = new Map<string, unknown>()
  return documents.flatMap((document) => {
    if (document.type === 'folder') return []
    const version = 'deleted' in document ? 'deleted' : (document as RecordDocument).payload[watermarkField]
    const isRepeat = last.has(document.id) && last.get(document.id) === version
    last.set(document.id, version)
    return isRepeat ? [document.id] : []
  })
}

async function playAll(timetable: string, gapSeconds: number, datasource: Partial<Datasource>) {
  const rooms = await openSyncRooms({ datasource: { standardObjects: ['Account'], children: false, ...datasource } })
  const { store } = rooms.sandbox
  const all = histories(timetable.length - 1)
  const output: Document[] = []
  const run = async () => output.push(...(await rooms.run()).documents)
  if (timetable[0] === 'x') await run()
  const keeper = store.insert('Account', { Name: 'Keeper' }).id
  const ids: string[] = []
  for (const [step, sign] of [...timetable.slice(1)].entries()) {
    rooms.pass(gapSeconds)
    if (step === 0) ids.push(...all.map((history) => store.insert('Account', { Name: history.join(' ') }).id))
    else for (const [at, history] of all.entries()) if (history[step]) play(rooms, history[step], ids[at]!, keeper)
    if (sign === 'x') {
      rooms.pass(5)
      await run()
    }
  }
  rooms.pass(1000)
  await run()
  rooms.pass(60)
  const after = (await rooms.run()).documents
  const names = new Map(ids.map((id, at) => [id, all[at]!.join(' ')]))
  const wrong = [...names].filter(([id]) => {
    const record = store.record(id)!
    const expected = record.isDeleted ? undefined : new Date(record.lastModifiedAt).toISOString()
    return contents(output).get(id) !== expected
  })
  return {
    wrong: wrong.map(([, name]) => name),
    repeated: repeats(output, datasource).map((id) => names.get(id) ?? 'keeper'),
    after: after.map(({ id }) => names.get(id) ?? 'keeper'),
  }
}

describe.each([
  { gapSeconds: 90, datasource: {} },
  { gapSeconds: 3600, datasource: {} },
  { gapSeconds: 90, datasource: { watermarkField: 'SystemModstamp' } },
  { gapSeconds: 3600, datasource: { watermarkField: 'SystemModstamp' } },
])('with $gapSeconds s between events and $datasource', ({ gapSeconds, datasource }) => {
  test.each(timetables(longest))('every history ends right where runs are at %s', async (timetable) => {
    expect(await playAll(timetable, gapSeconds, datasource as Partial<Datasource>)).toEqual({
      wrong: [],
      repeated: [],
      after: [],
    })
  })
})
