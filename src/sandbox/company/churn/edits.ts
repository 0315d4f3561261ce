import type { Random } from '../../random.js'
import { CASE_STATUSES, INVOICE_STATUSES, LEAD_STATUSES, PROJECT_STATUSES, RATINGS } from '../../schema/picklists.js'
import { STAGES } from '../../schema/stages.js'
import type { StoredRecord } from '../../terms.js'
import { phoneNumber, PLACES } from '../words/places.js'
import {
  ACCOUNT_SENTENCES,
  COMMENT_SENTENCES,
  DEAL_SENTENCES,
  PERSON_SENTENCES,
  POST_SENTENCES,
  writeText,
} from '../words/sentences.js'

/** What somebody changes on a record of one of the EDITED sObjects. */
export function editValues(random: Random, record: StoredRecord): Record<string, unknown> {
  return EDITS[record.sobject]?.(random, record) ?? {}
}

const EDITS: Readonly<Record<string, (random: Random, record: StoredRecord) => Record<string, unknown>>> = {
  Account: (random) => ({ Rating: random.pick(RATINGS), Description: writeText(random, ACCOUNT_SENTENCES, 3) }),
  Campaign: (random) => ({ IsActive: random.chance(0.5), ActualCost: random.integer(1, 40_000) }),
  Case: (random) => ({ Status: random.pick(CASE_STATUSES) }),
  CaseComment: (random) => ({ CommentBody: writeText(random, COMMENT_SENTENCES, 3) }),
  Contact: (random) => ({
    Phone: phoneNumber(random, random.pick(PLACES)),
    Description: writeText(random, PERSON_SENTENCES, 2),
  }),
  FeedItem: (random) => ({ Body: writeText(random, POST_SENTENCES, 2) }),
  Invoice__c: (random) => ({ Status__c: random.pick(INVOICE_STATUSES) }),
  Lead: (random, { values }) =>
    values['IsConverted'] ? { Rating: random.pick(RATINGS) } : { Status: random.pick(OPEN_LEADS) },
  Opportunity: (random) => ({ StageName: random.pick(STAGES).name, Description: writeText(random, DEAL_SENTENCES, 3) }),
  Project__c: (random) => ({ Status__c: random.pick(PROJECT_STATUSES), Completion__c: random.integer(0, 100) }),
}

/** The sObjects whose records people edit. */
export const EDITED = Object.keys(EDITS)

const OPEN_LEADS = LEAD_STATUSES.filter((status) => status !== 'Closed - Converted')
