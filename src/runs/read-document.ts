import { ExtractError } from '../errors/extract-error.js'
import type { Sink } from '../sinks/sink.js'
import { equals } from '../soql/conditions.js'
import { openMemoryState } from '../state/memory-state.js'
import { isRecordId, renderRecordId } from '../state/record-id.js'
import type { SyncContext } from '../sync/context.js'
import { deletionOf, deletionSelect } from '../sync/deletions/deletions.js'
import { writeTombstones } from '../sync/deletions/write-tombstones.js'
import { openObject } from '../sync/object-sync.js'
import { healing, healSchema } from '../sync/plan/heal.js'
import type { ObjectPlan } from '../sync/plan/object-plan.js'
import { planObjects } from '../sync/plan/plan-objects.js'
import { reEmitRecords } from '../sync/records/re-emit.js'
import type { ObjectSync } from '../sync/run/object-context.js'
import { openRun } from '../sync/run/run.js'
import type { Connector, Datasource } from '../config/config-types.js'
import { openDatasourcePipeline } from './pipeline/open-pipeline.js'
import type { Document, Log, RecordId, Row } from '../terms.js'

/**
 * The document of a record as `sync` would write it now, by the very steps of a re-emit, or what its enrichment makes of
 * it; for a record in the recycle bin its tombstone. Writes nothing but the field cache.
 * Throws USAGE for what is no Id, OBJECT_UNKNOWN for an sObject the datasource doesn't read, RECORD_UNKNOWN where there
 * is no such record or `sync` wouldn't write it.
 */
export async function readDocument(
  given: string,
  datasource: Datasource,
  context: Omit<SyncContext, 'pipeline'> & {
    filesDir: string | undefined
    log?: Log
    env?: NodeJS.ProcessEnv
    connector?: Connector
  },
): Promise<Document[]> {
  const id = parseId(given)
  const pipeline = await openDatasourcePipeline(datasource, context)
  try {
    return await readRecord(id, datasource, { ...context, pipeline })
  } finally {
    await pipeline?.close()
  }
}

async function readRecord(id: RecordId, datasource: Datasource, context: SyncContext): Promise<Document[]> {
  const object = await findObject(id, context)
  const run = await openRun(datasource, { runId: '', objects: [object] }, context)
  const [plan] = planObjects(run)
  if (plan === undefined) throw unreadable(run.catalog.failed[0])
  const documents: Document[] = []
  // A re-emit leaves out what has been written as it is: here nothing has.
  const reading = openObject(plan, { ...run, end: never, state: openMemoryState(), sink: collectInto(documents) })
  reading.state.reEmit = new Set([id])
  await healing(
    () => reEmitRecords(reading),
    (error) => healSchema(reading, error),
  )
  // Its pipeline may leave it out.
  if (documents.length === 0 && !(await reading.ids.among([id])).has(id)) await writeDeletion(id, reading, datasource)
  return documents
}

/** A re-emit leaves what changed since its run began to the next one: after this there is none. */
const never = '9999-12-31T23:59:59.000Z'

function parseId(given: string): RecordId {
  if (/^[A-Za-z0-9]{15}$/.test(given)) return renderRecordId(given)
  if (isRecordId(given)) return given
  throw new ExtractError('USAGE', `"${given}" is not a Salesforce Id`, {
    hint: "An Id has 15 or 18 letters and digits, such as 001000000000001AAA. It stands in the address of the record's page; its letters have to keep their case.",
  })
}

/** The first three characters of an Id say which sObject its record is of. */
async function findObject(id: RecordId, { org }: SyncContext): Promise<string> {
  const prefix = id.slice(0, 3)
  const found = ((await org.describeGlobal()).body ?? []).find(({ keyPrefix }) => keyPrefix === prefix)
  if (found !== undefined) return found.name
  throw new ExtractError(
    'RECORD_UNKNOWN',
    `No sObject that the run-as user can see has Ids that begin with ${prefix}`,
    {
      hint: '`sf-extract describe` lists the sObjects with their prefixes.',
    },
  )
}

/** The org would not describe the object, or it can't be asked for. */
function unreadable(failed: { object: string; error: { code: string; message: string } } | undefined): ExtractError {
  if (failed === undefined) return new ExtractError('BUG', 'The object has neither a plan nor an error')
  const { object, error } = failed
  return new ExtractError('RECORD_UNKNOWN', `${object} can't be read. ${error.code}: ${error.message}`, {
    hint: '`sf-extract check` looks at every object of the datasource.',
    details: { object },
  })
}

function collectInto(documents: Document[]): Sink {
  return {
    write: async (_lane, written) => void documents.push(...written),
    commit: async () => {},
    close: async () => {},
  }
}

/** Writes the tombstone of a record that is in the recycle bin. Throws RECORD_UNKNOWN with what else became of it. */
async function writeDeletion(id: RecordId, reading: ObjectSync, datasource: Datasource): Promise<void> {
  const { plan } = reading
  const row = await readAny(id, reading)
  if (row?.['IsDeleted'] === true && datasource.deletes) return writeTombstones(reading, [deletionOf(row)])
  throw new ExtractError('RECORD_UNKNOWN', `${plan.object} ${id} ${reasonOf(row, plan, datasource)}`, {
    hint: row === undefined ? unknownHint : 'What `sync` reads is set in the configuration of the datasource.',
    details: { object: plan.object },
  })
}

/** The record whether deleted, archived or outside the user's condition. */
async function readAny(id: RecordId, { run, plan }: ObjectSync): Promise<Row | undefined> {
  const hasArchive = plan.describe.fields.some(({ name }) => name === 'IsArchived')
  const select = deletionSelect({ plan }).fields(hasArchive ? ['IsArchived'] : [])
  const statement = select.where(equals('Id', id)).text()
  for await (const { rows } of run.org.query({ sobject: plan.object, scope: 'all', soql: statement }).pages()) {
    if (rows[0] !== undefined) return rows[0]
  }
  return undefined
}

function reasonOf(row: Row | undefined, plan: ObjectPlan, { id, deletes }: Datasource): string {
  if (row === undefined) return 'is not there, or not visible to the run-as user'
  if (row['IsDeleted'] === true && !deletes) return `is in the recycle bin, and ${id} has deletes switched off`
  if (row['IsArchived'] === true) return 'is archived, and sync does not read archived records'
  if (plan.files) return `hangs on no record of what ${id} reads, or is of a type that is left out`
  if (plan.condition !== undefined) return `does not meet the where of ${plan.object} in the configuration`
  return 'is there, but the org does not give it to an ordinary query'
}

const unknownHint =
  'It may have left the recycle bin, which keeps records for 15 days at most. Otherwise let the run-as user see it: ' +
  'Setup > Sharing Settings, or Setup > Permission Sets > its set > Object Settings > View All.'
