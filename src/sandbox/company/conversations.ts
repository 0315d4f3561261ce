import type { Random } from '../random.js'
import type { Store, StoredRecord } from '../terms.js'
import { pickMoment } from './words/dates.js'
import type { Owners } from './people.js'
import { COMMENT_SENTENCES, writeText } from './words/sentences.js'

/** The comments on cases. With enough of them one case, the first, gets more than fit a first nested page. */
export function buildCaseComments(
  store: Store,
  random: Random,
  count: number,
  from: { cases: StoredRecord[]; owners: Owners },
): void {
  for (let n = 0; n < count; n++) {
    const isBusy = count > 2 * COMMENTS_ON_BUSY_CASE && n < COMMENTS_ON_BUSY_CASE
    const parent = isBusy ? from.cases[0]! : random.pick(from.cases)
    store.insert('CaseComment', caseCommentValues(random, from.owners, parent), {
      at: pickMoment(random, parent.createdAt),
    })
  }
}

/** A new comment on a case. */
export function caseCommentValues(random: Random, owners: Owners, parent: StoredRecord): Record<string, unknown> {
  return {
    ParentId: parent.id,
    CommentBody: writeText(random, COMMENT_SENTENCES, 3),
    IsPublished: random.chance(0.6),
    ...authorValues(random, owners),
  }
}

/** The mails to and fro about cases; an answer refers to the last mail of its case. */
export function buildEmailMessages(
  store: Store,
  random: Random,
  count: number,
  from: { cases: StoredRecord[]; owners: Owners },
): void {
  const last = new Map<string, StoredRecord>()
  for (let n = 0; n < count; n++) {
    const parent = random.pick(from.cases)
    const before = last.get(parent.id)
    const at = pickMoment(random, before?.createdAt ?? parent.createdAt)
    const contact = store.record(String(parent.values['ContactId']))
    const values = emailMessageValues(random, from.owners, { parent, contact, at })
    last.set(parent.id, store.insert('EmailMessage', { ...values, ReplyToEmailMessageId: before?.id }, { at }))
  }
}

/** A new mail about a case, from its contact or to them; `at` in milliseconds. */
export function emailMessageValues(
  random: Random,
  owners: Owners,
  about: { parent: StoredRecord; contact: StoredRecord | undefined; at: number },
): Record<string, unknown> {
  const Incoming = random.chance(0.5)
  const customer = String(about.contact?.values['Email'] ?? 'service@customer.example')
  const text = writeText(random, COMMENT_SENTENCES, 4)
  const number = String(about.parent.values['CaseNumber'])
  return {
    ParentId: about.parent.id,
    RelatedToId: about.parent.id,
    Subject: `Re: ${String(about.parent.values['Subject'] ?? 'your request')} [${number}]`.slice(0, 255),
    TextBody: `Hello,\r\n\r\n${text}\r\n\r\nBest regards`,
    HtmlBody: random.chance(0.5) ? `<html><body><p>Hello,</p><p>${text}</p></body></html>` : null,
    FromName: Incoming ? about.contact?.values['Name'] : 'Halden Pumps Support',
    FromAddress: Incoming ? customer : SUPPORT_ADDRESS,
    ToAddress: Incoming ? SUPPORT_ADDRESS : customer,
    CcAddress: random.chance(0.2) ? 'plant@customer.example; office@customer.example' : null,
    Incoming,
    Status: Incoming ? random.pick(['0', '1', '2']) : '3',
    MessageDate: about.at,
    MessageIdentifier: `<${about.at}.${number}@mail.haldenpumps.example>`,
    IsExternallyVisible: true,
    IsClientManaged: false,
    ...authorValues(random, owners),
  }
}

const SUPPORT_ADDRESS = 'support@haldenpumps.example'

function authorValues(random: Random, owners: Owners): Record<string, unknown> {
  const author = random.pick(owners.users)
  return { CreatedById: author, LastModifiedById: author }
}

/** Past the 200 rows a nested list gives at first. */
const COMMENTS_ON_BUSY_CASE = 240
