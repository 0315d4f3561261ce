/**
 * Every history of a record up to some events long, seen or not seen by a run between any two of them. The histories of
 * one timetable share an org, a record each, so that all of them cost a few runs.
 */
import type { Store } from '../../src/sandbox/terms.js'
import type { Datasource } from '../../src/config/config-types.js'
import type { SyncContext } from '../../src/sync/context.js'
import type { Document, RecordDocument } from '../../src/terms.js'
import { openSyncedOrg, type SyncedOrg } from './synced-org.js'
import { indexOf } from './written.js'

/** What may happen to a record and what hangs on it. */
export interface Cast {
  object: string
  datasource?: Partial<Datasource>
  /** What the runs are held to. */
  settings?: Partial<SyncContext['settings']>
  /** The events that are possible after others; the first event of every history is `create`. */
  next(history: string[]): string[]
  /** Plays an event; `id` is the record's, and undefined for `create`, which gives it. */
  play(event: string, at: Scene): string | undefined
  /** What the document of a record that is alive has to say, besides its version. */
  facts?(id: string, store: Store): unknown
  /** The same, as the document says it. */
  told?(document: RecordDocument): unknown
}

export interface Scene {
  synced: SyncedOrg
  store: Store
  id: string
  name: string
  /** What the events of the history left for later ones. */
  notes: Map<string, string>
}

/** A run of a timetable: `x` one in peace, `.` none, or a letter of one that something goes wrong with. */
export type Run = (synced: SyncedOrg) => Promise<Document[]>

/** Every choice of a run or none before, between and after `events` events, as a text of `.` and `sign`. */
export function timetables(events: number, sign = 'x'): string[] {
  return Array.from({ length: 2 ** (events + 1) }, (_, number) =>
    number
      .toString(2)
      .padStart(events + 1, '0')
      .replaceAll('0', '.')
      .replaceAll('1', sign),
  )
}

export interface Ending {
  /** Histories whose record and document don't agree. */
  wrong: string[]
  /** Histories of which something was written twice. */
  repeated: string[]
  /** Histories of which a run after the last one wrote something. */
  after: string[]
}

/** Plays every history of the cast that fits the timetable, and compares what came out with what the org holds. */
export async function playHistories(
  cast: Cast,
  timetable: string,
  gapSeconds: number,
  troubled: Run = peaceful,
): Promise<Ending> {
  const synced = await openSyncedOrg({
    datasource: { standardObjects: [cast.object], children: false, ...cast.datasource },
    settings: cast.settings ?? {},
  })
  const { store } = synced.sandbox
  const all = histories(cast, timetable.length - 1)
  const scenes = all.map((history) => ({ synced, store, id: '', name: history.join(' '), notes: new Map() }))
  const output: Document[] = []
  const run = async (sign: string) => {
    if (sign !== '.') output.push(...(await (sign === 'x' ? peaceful : troubled)(synced)))
  }
  await run(timetable[0]!)
  for (const [step, sign] of Array.from(timetable.slice(1)).entries()) {
    synced.pass(gapSeconds)
    for (const [at, scene] of scenes.entries()) {
      const event = all[at]![step]
      if (event !== undefined) scene.id = cast.play(event, scene) ?? scene.id
    }
    synced.pass(5)
    await run(sign)
  }
  synced.pass(1000)
  await run('x')
  synced.pass(60)
  const after = await peaceful(synced)
  const names = new Map(scenes.map(({ id, name }) => [id, name]))
  const nameOf = (id: string) => names.get(id) ?? 'another record'
  return {
    wrong: scenes.filter(({ id }) => !agrees(cast, id, output, store)).map(({ name }) => name),
    repeated: repeats(output, cast.datasource?.watermarkField).map(nameOf),
    after: after.map(({ id }) => nameOf(id)),
  }
}

const peaceful: Run = async (synced) => (await synced.run()).documents

function histories(cast: Cast, length: number): string[][] {
  const grow = (history: string[]): string[][] =>
    history.length === length
      ? [history]
      : [history, ...cast.next(history).flatMap((event) => grow([...history, event]))]
  return grow(['create'])
}

function agrees({ facts, told, datasource }: Cast, id: string, output: Document[], store: Store): boolean {
  const record = store.record(id)!
  const document = indexOf(output).get(id) as RecordDocument | undefined
  if (record.isDeleted) return document === undefined || datasource?.deletes === false
  if (document?.updated !== new Date(record.lastModifiedAt).toISOString()) return false
  return JSON.stringify(facts?.(id, store)) === JSON.stringify(told?.(document))
}

/**
 * Ids of which the same was written twice, with nothing between. A touch by the system changes nothing, but where the
 * user chose its stamp; a child's stamp is part of what a document says.
 */
function repeats(documents: Document[], watermarkField?: string): string[] {
  const last = new Map<string, string>()
  return documents.flatMap((document) => {
    if (document.type === 'folder') return []
    const text = textOf(document, watermarkField === 'SystemModstamp')
    const isRepeat = last.get(document.id) === text
    last.set(document.id, text)
    return isRepeat ? [document.id] : []
  })
}

function textOf(document: Document, withSystemModstamp: boolean): string {
  if (!('payload' in document)) return 'deleted'
  const { SystemModstamp, ...payload } = document.payload
  return JSON.stringify({ ...document, payload: withSystemModstamp ? { ...payload, SystemModstamp } : payload })
}
