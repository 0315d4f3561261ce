/** Who runs, who waits, and what came of it. */
import { setMaxListeners } from 'node:events'
import type { Clock } from '../clock.js'
import { ExtractError } from '../errors/extract-error.js'
import { loadLastStart } from './last-start.js'
import type { Output } from '../runs/output.js'
import type { RunOptions } from '../runs/run-datasource.js'
import { openSharedOrgs, type SharedOrgs } from '../org/shared-orgs.js'
import type { Store } from '../state/stores/store.js'
import type { ErrorReport } from '../terms.js'
import { endsAll, outcomeOf, planNext } from './back-off.js'
import type { DispatcherListener } from './dispatcher-listener.js'
import { buildRoster, describeRoster, type DispatcherSettings, type Roster, type RosterEntry } from './roster.js'
import { errorOf, runOnce, type EndedRun } from './run-once.js'
import { dueTimeOf, planRuns, setBack } from './schedule.js'

export interface DeskOptions extends Pick<RunOptions, 'format' | 'maxCalls' | 'log' | 'env'> {
  /** Where every run's documents go: also those of two runs at the same time. */
  output: Output
  /** The state and its locks; the caller closes it. */
  store: Store
  clock: Clock
  listener?: DispatcherListener
}

export interface Desk {
  options: DeskOptions
  /** What is due at first is run once, and then all is over. */
  isOneRound: boolean
  /** Is called when a run has ended. */
  wake: () => void
  roster: Roster
  /** Datasources are run in turn. */
  inTurn: boolean
  /** The ids of the datasources that are being run. */
  running: Set<string>
  /** Until when the datasources of a connector wait, by its id. */
  waits: Map<string, number>
  /** The times that were told of those that wait, by datasource. */
  awaited: Map<string, number>
  /** What of the one round has not begun yet. */
  round?: Set<string>
  /** The runs of the one round. */
  ended: EndedRun[]
  /** What ended the dispatcher though nobody told it to. */
  error?: ErrorReport | undefined
  /** What a listener threw. */
  bugs: unknown[]
  /** Ends all runs. */
  ending: AbortController
  sharedOrgs: SharedOrgs
  /** When it was looked last what is due. */
  lookedMs: number
}

/** Nothing is due before settings are in force. */
export function openDesk(options: DeskOptions, how: Pick<Desk, 'isOneRound' | 'wake'>): Desk {
  const ending = new AbortController()
  setMaxListeners(0, ending.signal)
  return {
    options,
    ...how,
    roster: new Map(),
    inTurn: false,
    running: new Set(),
    waits: new Map(),
    awaited: new Map(),
    ended: [],
    bugs: [],
    ending,
    sharedOrgs: openSharedOrgs(),
    lookedMs: options.clock.now(),
  }
}

/** Puts settings in force, for the runs to come. Reads from the state when a datasource was run last. */
export async function arrange(desk: Desk, settings: DispatcherSettings): Promise<void> {
  const { store, output, clock, listener = {} } = desk.options
  const loadStart = (id: string) => loadLastStart(store.state, id, output)
  desk.roster = await buildRoster(settings, desk.roster, { nowMs: clock.now, loadLastStart: loadStart })
  desk.inTurn = settings.config.pipeline.pipelinesInSync
  desk.waits.clear()
  desk.awaited.clear()
  for (const { connector } of desk.roster.values()) desk.sharedOrgs.pardon(connector)
  listener.datasourcesChosen?.({ datasources: describeRoster(desk.roster, clock.now()) })
}

/** Begins what is due; gives when to look again, or undefined where a run has to end before. */
export function beginDue(desk: Desk): number | undefined {
  if (desk.ending.signal.aborted) return undefined
  const nowMs = desk.options.clock.now()
  followClock(desk, nowMs)
  const entries = [...desk.roster.values()]
  if (desk.isOneRound) desk.round ??= new Set(planRuns(entries, nowMs, { ...desk, inTurn: false }).due)
  const { round } = desk
  const { due, nextMs } = planRuns(
    entries.filter(({ id }) => round === undefined || round.has(id)),
    nowMs,
    desk,
  )
  for (const id of due) begin(desk.roster.get(id)!, desk)
  for (const entry of entries) if (!desk.running.has(entry.id)) tellAwaited(entry, nowMs, desk)
  return nextMs
}

/** What is due and has to wait for its turn is told once, too. */
function tellAwaited(entry: RosterEntry, nowMs: number, { waits, awaited, options }: Desk): void {
  const { id: datasource, failures } = entry
  const dueMs = dueTimeOf(entry, waits)
  if (awaited.get(datasource) === dueMs) return
  awaited.set(datasource, dueMs)
  options.listener?.runAwaited?.({ datasource, at: new Date(Math.max(dueMs, nowMs)).toISOString(), failures })
}

/** Begins no more runs, and ends those that go on at their next checkpoint. */
export function drain({ ending, options, wake }: Desk): void {
  if (ending.signal.aborted) return
  ending.abort(new ExtractError('INTERRUPTED', 'The dispatcher was told to stop.'))
  options.listener?.draining?.({ atWork: 'stops' })
  wake()
}

/** Whether nothing goes on any more, and nothing is to begin. */
export function isOver({ running, ending, round }: Desk): boolean {
  return running.size === 0 && (ending.signal.aborted || round?.size === 0)
}

/** A clock that goes back would have everybody wait until it is as late again. */
function followClock(desk: Desk, nowMs: number): void {
  const backMs = desk.lookedMs - nowMs
  desk.lookedMs = nowMs
  if (backMs <= 0) return
  for (const entry of desk.roster.values()) Object.assign(entry, setBack(entry, backMs))
  for (const [connector, ms] of desk.waits) desk.waits.set(connector, ms - backMs)
}

function begin(entry: RosterEntry, desk: Desk): void {
  const { datasource, config, failures } = entry
  const { output, store, clock, format, maxCalls, log, env, listener = {} } = desk.options
  const isFirst = ![...desk.running].some((id) => desk.roster.get(id)?.connector === entry.connector)
  // Those that begin together with it get to know of a refusal without a try of their own.
  if (isFirst) desk.sharedOrgs.pardon(entry.connector)
  desk.running.add(datasource.id)
  desk.awaited.delete(datasource.id)
  desk.round?.delete(datasource.id)
  entry.startedMs = clock.now()
  listener.runPlanned?.({ datasource: datasource.id, at: new Date(entry.startedMs).toISOString(), failures })
  const common = { output, store, format, maxCalls, log, env, listener, sharedOrgs: desk.sharedOrgs }
  const order = { config, datasource, clock, signal: desk.ending.signal, common }
  runOnce(order)
    .then((end) => finish(entry, end, desk))
    .catch((bug: unknown) => {
      desk.bugs.push(bug)
      drain(desk)
    })
}

function finish({ id, config }: RosterEntry, end: EndedRun, desk: Desk): void {
  const { output, listener = {} } = desk.options
  desk.running.delete(id)
  if (desk.isOneRound) desk.ended.push(end)
  const entry = desk.roster.get(id)
  // What came of old settings says nothing of new ones.
  if (entry?.config === config) waitAfter(entry, end, desk)
  listener.runFinished?.({ ...end, runId: end.report?.run })
  if (endsAll(end, output)) {
    desk.error = errorOf(end)
    drain(desk)
  }
  desk.wake()
}

function waitAfter(entry: RosterEntry, end: EndedRun, { options, waits }: Desk): void {
  const { clock, maxCalls } = options
  const { retryDelayMs } = entry.config.pipeline
  const { connectorMs, ...next } = planNext(outcomeOf(end, maxCalls), entry.failures, retryDelayMs, clock.now())
  Object.assign(entry, { retryMs: undefined, ...next })
  if (connectorMs !== undefined) waits.set(entry.connector, connectorMs)
}
