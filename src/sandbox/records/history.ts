import type { StoredRecord } from '../terms.js'
import { addRecord } from './add-record.js'
import type { Org } from './org.js'
import { laterOf, replaceRecord } from './replace.js'

/**
 * Notes a new deal: the first row of its stages, and that it was created. Both tell what the record holds and come into
 * view with it.
 */
export function noteCreation(org: Org, record: StoredRecord): void {
  if (record.sobject !== 'Opportunity') return
  const { id, values, createdAt, hiddenUntil } = record
  const note = { at: createdAt, by: values['CreatedById'], hiddenUntil }
  addStage(org, id, values, note)
  addFieldHistory(org, 'Opportunity', { OpportunityId: id, Field: 'created' }, note)
}

/**
 * Notes what is about to change in the tracked fields of a record, `at` milliseconds, and gives the values that name
 * the note.
 */
export function noteChange(
  org: Org,
  last: StoredRecord,
  next: StoredRecord,
  { at, hiddenUntil }: { at: number; hiddenUntil: number | undefined },
): Record<string, unknown> {
  const tracked = TRACKED[last.sobject]
  if (tracked === undefined) return {}
  const hasChanged = (field: string) => (last.values[field] ?? null) !== (next.values[field] ?? null)
  const note = { at, by: next.values['LastModifiedById'], hiddenUntil }
  for (const Field of tracked.filter(hasChanged)) {
    const values = { OldValue: last.values[Field] ?? null, NewValue: next.values[Field] ?? null }
    addFieldHistory(org, last.sobject, { [`${last.sobject}Id`]: last.id, Field, ...values }, note)
  }
  if (last.sobject !== 'Opportunity' || !STAGED.some(hasChanged)) return {}
  endStage(org, last.id, note)
  const before = { PrevAmount: last.values['Amount'], PrevCloseDate: last.values['CloseDate'] }
  const row = addStage(org, last.id, next.values, note, before)
  return {
    ...(hasChanged('Amount') && { LastAmountChangedHistoryId: row.id }),
    ...(hasChanged('CloseDate') && { LastCloseDateChangedHistoryId: row.id }),
  }
}

/** The fields whose history the administrator has had tracked. */
const TRACKED: Readonly<Record<string, readonly string[]>> = {
  Account: ['Rating'],
  Case: ['Status'],
  Opportunity: ['Amount', 'CloseDate', 'StageName'],
}

/** A change of any of these makes a row of the stages (Object Reference, OpportunityHistory). */
const STAGED = ['Amount', 'CloseDate', 'ForecastCategory', 'Probability', 'StageName']

interface Note {
  at: number
  by: unknown
  hiddenUntil: number | undefined
}

function addFieldHistory(org: Org, sobject: string, values: Record<string, unknown>, note: Note): void {
  const name = sobject === 'Opportunity' ? 'OpportunityFieldHistory' : `${sobject}History`
  addRecord(org, org.registry.get(name), { ...values, CreatedById: note.by }, timed(note))
}

/** What a deal says from then on, and what it said before. */
function addStage(
  org: Org,
  OpportunityId: string,
  deal: Record<string, unknown>,
  note: Note,
  before = {},
): StoredRecord {
  const values = {
    OpportunityId,
    CreatedById: note.by,
    StageName: deal['StageName'],
    Amount: deal['Amount'],
    ExpectedRevenue: deal['ExpectedRevenue'],
    CloseDate: deal['CloseDate'],
    Probability: deal['Probability'],
    ForecastCategory: deal['ForecastCategory'],
    ...before,
    ...('CurrencyIsoCode' in deal && { CurrencyIsoCode: deal['CurrencyIsoCode'] }),
  }
  return addRecord(org, org.registry.get('OpportunityHistory'), values, timed(note))
}

/** The SystemModstamp of a row says until when the record was so. */
function endStage(org: Org, opportunityId: string, { at, hiddenUntil }: Note): void {
  const last = org.tables.newestChildren('OpportunityHistory', 'OpportunityId', opportunityId).at(-1)
  if (last === undefined) return
  const systemModstampAt = Math.max(last.systemModstampAt, at)
  replaceRecord(org, { ...last, systemModstampAt }, laterOf(last.hiddenUntil, hiddenUntil))
}

function timed({ at, hiddenUntil }: Note): { at: number; hiddenUntil?: number } {
  return { at, ...(hiddenUntil !== undefined && { hiddenUntil }) }
}
