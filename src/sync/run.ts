/** What the steps of one run share. */
import type { ExtractError } from '../errors/extract-error.js'
import { encodeSoql } from '../org/encode-soql.js'
import type { Org } from '../org/org.js'
import type { Sink } from '../sinks/sink.js'
import type { Datasource, Source, Stamp } from '../terms.js'
import { readCatalog, type Catalog } from './catalog.js'
import { loadChildrenState, loadObjectState, type ChildrenState, type ObjectState } from './object-state.js'
import { loadLastRun, type LastRun } from './last-run.js'
import type { Rooms, SyncWishes } from './rooms.js'

export interface Run extends Rooms {
  datasource: Datasource
  wishes: SyncWishes
  source: Source
  instanceUrl: string
  catalog: Catalog
  /** The state of every object of the catalog. */
  states: Map<string, ObjectState>
  children: ChildrenState
  last: LastRun | undefined
  /** `500` → Case: which object an Id belongs to. */
  objectByKeyPrefix: Map<string, string>
  /** Whether a statement fits into one request. */
  fits: (soql: string) => boolean
  /** The end of the run's windows: the org's clock as its first answer told it. Undefined where the poll itself will be that answer. */
  end: Stamp | undefined
  /** The error that ends the run, told to the objects still being read. */
  ending: { error?: unknown }
  warnings: string[]
  /** Child sObjects that could not be polled: their records may be behind. */
  childFailures: { child: string; error: ExtractError }[]
}

export type WritingRun = Run & { sink: Sink }

/** Logs in, revalidates the field cache and loads the state. Throws what readCatalog throws. */
export async function openRun(datasource: Datasource, wishes: SyncWishes, rooms: Rooms): Promise<Run> {
  const { org, state } = rooms
  const { instanceUrl } = await org.session()
  const last = await loadLastRun(state, datasource.id)
  const catalog = await readCatalog(datasource, rooms)
  const budgetBytes = await org.soqlBudgetBytes()
  const states = new Map<string, ObjectState>()
  for (const { name } of catalog.objects) states.set(name, await loadObjectState(state, datasource.id, name))
  const children = await loadChildrenState(state, datasource.id)
  const isFirst = children.cursors.size === 0 || [...states.values()].some(({ rows }) => rows.watermark === undefined)
  return {
    ...rooms,
    datasource,
    wishes,
    source: { type: 'connector', name: datasource.name, id: datasource.id },
    instanceUrl,
    catalog,
    states,
    children,
    last,
    objectByKeyPrefix: new Map(catalog.objects.map(({ name }) => [catalog.describes.get(name)!.keyPrefix ?? '', name])),
    fits: (soql) => encodeSoql(soql).length <= budgetBytes,
    end: isFirst ? await endOfWindow(org) : org.startTime(),
    ending: {},
    warnings: [],
    childFailures: [],
  }
}

/**
 * The end of a first window, which has to be known before anything is read: the org's clock, asked for with a conditional
 * describe where no answer has told it yet (the field cache was fresh).
 */
export async function endOfWindow(org: Org): Promise<Stamp | undefined> {
  if (org.startTime() === undefined) await org.describeGlobal()
  return org.startTime()
}
