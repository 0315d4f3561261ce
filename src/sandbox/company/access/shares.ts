import type { Random } from '../../random.js'
import { CASE_STATUSES, RATINGS } from '../../schema/picklists.js'
import type { Store, StoredRecord } from '../../terms.js'
import { pickMoment } from '../words/dates.js'

/** Who may see an account or a case: its owner, and now and then somebody by hand. */
export function buildShares(
  store: Store,
  random: Random,
  from: { accounts: StoredRecord[]; cases: StoredRecord[]; users: readonly string[] },
): void {
  for (const record of [...from.accounts, ...from.cases]) {
    const { sobject, id, values, createdAt } = record
    const share = { [`${sobject}Id`]: id, RowCause: 'Owner', UserOrGroupId: values['OwnerId'] }
    const owned = sobject === 'Account' ? levelsBelow('Edit') : {}
    store.insert(`${sobject}Share`, { ...share, [`${sobject}AccessLevel`]: 'All', ...owned }, { at: createdAt })
    if (!random.chance(0.1)) continue
    const other = random.pick(from.users)
    if (other === values['OwnerId']) continue
    const seen = { [`${sobject}AccessLevel`]: 'Read', ...(sobject === 'Account' ? levelsBelow('None') : {}) }
    const manual = { ...share, RowCause: 'Manual', UserOrGroupId: other, ...seen }
    store.insert(`${sobject}Share`, manual, { at: createdAt })
  }
}

function levelsBelow(level: 'Edit' | 'None'): Record<string, string> {
  return { CaseAccessLevel: level, ContactAccessLevel: level, OpportunityAccessLevel: level }
}

/** What tracked fields of accounts and cases held before. */
export function buildHistories(
  store: Store,
  random: Random,
  count: number,
  from: { accounts: StoredRecord[]; cases: StoredRecord[] },
): void {
  for (let n = 0; n < count; n++) {
    const record = random.pick(random.chance(0.3) ? from.accounts : from.cases)
    const isCase = record.sobject === 'Case'
    const choices: readonly string[] = isCase ? CASE_STATUSES : RATINGS
    const to = choices.indexOf(String(record.values[isCase ? 'Status' : 'Rating']))
    const before = random.integer(0, choices.length - 1)
    const isFirst = to < 0 || before === to
    store.insert(
      `${record.sobject}History`,
      {
        [`${record.sobject}Id`]: record.id,
        Field: isFirst ? 'created' : isCase ? 'Status' : 'Rating',
        OldValue: isFirst ? null : choices[before],
        NewValue: isFirst ? null : choices[to],
        CreatedById: record.values['LastModifiedById'],
      },
      { at: isFirst ? record.createdAt : pickMoment(random, record.createdAt) },
    )
  }
}
