/** What the steps of one run share. */
import type { Datasource } from '../../config/config-types.js'
import type { ExtractError } from '../../errors/extract-error.js'
import { encodeSoql } from '../../soql/encode-soql.js'
import type { Batch } from '../../org/org.js'
import type { Sink } from '../../sinks/sink.js'
import { openWrittenIds } from '../../state/id-sets.js'
import { childrenKey } from '../../state/keys.js'
import type { State } from '../../state/state.js'
import type { RunEvent, SObjectDescribe, Source, Stamp } from '../../terms.js'
import { addDescribes, readCatalog, type Catalog } from '../plan/catalog/catalog.js'
import { describeParents } from '../plan/catalog/parents.js'
import { isPolled } from '../children/child-sources.js'
import type { HandedObjects } from '../handed/handed.js'
import { mergeLaneNotes } from '../handed/lane-notes.js'
import type { Noted } from '../handed/noted.js'
import { loadChildrenState, loadObjectState, type ChildrenState, type ObjectState } from './object-state.js'
import { openPeeks, type CursorsOf, type Peeks } from './peeks.js'
import { loadLastRun, type LastRun } from './last-run.js'
import type { SyncContext, SyncOptions } from '../context.js'
import { fileObjects } from '../plan/field-tables.js'

export interface Run extends SyncContext {
  datasource: Datasource
  options: SyncOptions
  source: Source
  instanceUrl: string
  catalog: Catalog
  /** The state of every object of the datasource that can be queried, and of files. */
  states: Map<string, ObjectState>
  children: ChildrenState
  /** Objects that runs of their own read, and what this one notes for them. */
  handed: HandedObjects
  noted: Map<string, Noted>
  /** The object that this run has to itself, in place of the datasource. */
  lane?: string
  last: LastRun | undefined
  /** `500` → Case: which object of the datasource an Id belongs to. */
  objectByKeyPrefix: Map<string, string>
  /** Whether a statement fits into one request. */
  fits: (soql: string) => boolean
  /**
   * The end of the run's windows: the org's clock as its first response told it. Undefined where the poll itself will
   * have that response.
   */
  end: Stamp | undefined
  /** What changed of sObjects, as far as a first look has told. */
  peeks: Peeks
  /** The error that ends the run: objects still being read look here. */
  ending: { error?: unknown }
  warnings: string[]
  /** Child sObjects that could not be polled: their records may be behind. */
  childFailures: { child: string; error: ExtractError }[]
}

export type WritingRun = Run & { sink: Sink }

/**
 * Logs in, revalidates the field cache and loads the state; a run that reads rows takes a first look at what changed on
 * the way. Throws what readCatalog throws.
 */
export async function openRun(
  datasource: Datasource,
  options: SyncOptions,
  context: SyncContext,
  { readsRows = false } = {},
): Promise<Run> {
  const { org, state, handed = new Map() as HandedObjects } = context
  const last = await loadLastRun(state, datasource.id)
  const children = await loadChildren(state, datasource, handed)
  let peeks: Peeks = new Map()
  const cursorsOf = keptCursors(datasource, state, children, handed)
  const peek = async (kept: SObjectDescribe[], batch: Batch) => {
    peeks = await openPeeks(kept, cursorsOf, { batch, lookbackMs: datasource.lookbackMs })
  }
  const alongside = readsRows && !options.full && options.since === undefined ? peek : undefined
  const catalog = await readCatalog(datasource, context, { only: options.objects, alongside })
  // After the first calls: a kept session whose org has moved is replaced by them.
  const { instanceUrl } = await org.session()
  const budgetBytes = await org.soqlBudgetBytes()
  const states = new Map<string, ObjectState>()
  for (const name of stateNames(catalog, datasource))
    states.set(name, await loadObjectState(state, datasource.id, name))
  const hasLostChildren = await isChildrenStateLost(state, datasource, states)
  const described = [...states].flatMap(([name, known]) => (catalog.describes.has(name) ? known.described : []))
  await addDescribes(catalog, described, datasource, context)
  await describeParents(catalog, datasource, context)
  const isUnpolled = (child: string) => (isPolled(child) || catalog.inLists.has(child)) && !catalog.describes.has(child)
  return {
    ...context,
    datasource,
    options,
    source: { type: 'connector', name: datasource.name, id: datasource.id },
    instanceUrl,
    catalog,
    states,
    children,
    handed,
    noted: new Map(),
    last,
    objectByKeyPrefix: await keyPrefixes(catalog, state, datasource),
    fits: (soql) => encodeSoql(soql).length <= budgetBytes,
    end: org.startTime(),
    peeks,
    ending: {},
    warnings: [
      ...catalog.childFailures.filter((failure) => !isUnpolled(failure.child)).map(describeWarning),
      ...(hasLostChildren ? [lostChildren] : []),
    ],
    childFailures: catalog.childFailures.filter((failure) => isUnpolled(failure.child)),
  }
}

/** With the children that the runs of handed objects have written so far. */
async function loadChildren(state: State, { id }: Datasource, handed: HandedObjects): Promise<ChildrenState> {
  const children = await loadChildrenState(state, id)
  for (const object of handed.keys()) await mergeLaneNotes(children, state, { datasource: id, object })
  return children
}

/** The cursors of an sObject's rows and deletions, and of what it is to others as their child. */
function keptCursors(
  { id, children, deletes }: Datasource,
  state: State,
  { cursors }: ChildrenState,
  handed: HandedObjects,
): CursorsOf {
  return async (sobject) => {
    const { rows, deletions, needsCondition } = await loadObjectState(state, id, sobject)
    if (needsCondition) return []
    const isRead = !handed.has(sobject) && (rows.watermark !== undefined || rows.open !== undefined)
    const own = !isRead ? [] : deletes && deletions.watermark !== undefined ? [rows, deletions] : [rows]
    const polled = children && isPolled(sobject) ? cursors.get(sobject) : undefined
    return polled === undefined ? own : [...own, polled]
  }
}

/** What each event of the run begins with. */
export function eventOf({ datasource, options }: Run): RunEvent {
  return { datasource: datasource.id, runId: options.runId }
}

/** The end of windows that are opened in the course of the run: by then the org's clock is known. */
export function endOf({ end, org }: Run): Stamp | undefined {
  return end ?? org.startTime()
}

/** Kept with every checkpoint: where records have been read it is there, or was lost. */
async function isChildrenStateLost(
  state: State,
  { id, children }: Datasource,
  states: Map<string, ObjectState>,
): Promise<boolean> {
  const isRead = [...states.values()].some(
    ({ rows, lists }) => rows.watermark !== undefined && (children || lists.length > 0),
  )
  return isRead && (await state.read(childrenKey(id))) === undefined
}

const lostChildren =
  'The state of the child objects is lost: what has changed in them since the last run is missed. ' +
  'Run `sf-extract sync --full` once.'

function describeWarning({ child, error, isKept }: Catalog['childFailures'][number]): string {
  const instead = isKept ? 'what an earlier run learned of it is used' : 'its fields are asked for on trust'
  return `The org would not describe ${child}, so ${instead}: ${error.code}: ${error.message}`
}

function stateNames({ wanted, failed, vanished }: Catalog, { files }: Datasource): Set<string> {
  const names = [...wanted.map(({ name }) => name), ...failed.map(({ object }) => object), ...vanished]
  return new Set([...names, ...(files === 'links' ? [] : fileObjects)])
}

/**
 * Objects that the org doesn't list for the time being are found by the Ids written: what changes on their records is
 * noted for when they are back.
 */
async function keyPrefixes(
  { wanted, vanished, summaries }: Catalog,
  state: State,
  { id }: Datasource,
): Promise<Map<string, string>> {
  const prefixes = new Map<string, string>()
  for (const name of [...wanted.map((object) => object.name), ...vanished]) {
    const listed = summaries.find((summary) => summary.name === name)?.keyPrefix
    const [bucket] = listed === undefined ? await openWrittenIds(state, id, name).buckets() : []
    const prefix = listed ?? bucket?.replace('~', '').slice(0, 3)
    if (prefix !== undefined) prefixes.set(prefix, name)
  }
  return prefixes
}
