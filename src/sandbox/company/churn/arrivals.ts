import type { Random } from '../../random.js'
import type { Store, StoredRecord } from '../../terms.js'
import { accountValues } from '../accounts.js'
import { caseValues } from '../cases.js'
import { contactValues, leadValues } from '../contacts.js'
import { caseCommentValues, emailMessageValues } from '../conversations.js'
import { feedCommentValues, feedItemValues } from '../feeds.js'
import { fileBytes } from '../words/file-bytes.js'
import { fileValues, linkValues } from '../files.js'
import type { Owners } from '../people.js'
import { invoiceValues, projectValues } from '../projects.js'
import { campaignValues, opportunityValues } from '../sales.js'

interface Arrivals {
  store: Store
  random: Random
  owners: Owners
  /** Some live record of the sObject, if there is one. */
  pick: (sobject: string) => StoredRecord | undefined
}

/** One new record of some sObject, hung on records that are there. Undefined where it has nothing to hang on. */
export function insertSomething(context: Arrivals): StoredRecord | undefined {
  return context.random.pick(ARRIVALS)(context)
}

type Arrival = (context: Arrivals) => StoredRecord | undefined

const ARRIVALS: readonly Arrival[] = [
  ({ store, random, owners }) => store.insert('Account', accountValues(random, owners)),
  ({ store, random, owners }) => store.insert('Lead', leadValues(random, owners)),
  ({ store, random, owners }) => store.insert('Campaign', campaignValues(random, owners, store.now())),
  ({ store, random, owners, pick }) =>
    store.insert('Contact', { ...contactValues(random, owners), AccountId: pick('Account')?.id }),
  ({ store, random, owners, pick }) =>
    store.insert('Opportunity', { ...opportunityValues(random, owners, store.now()), AccountId: pick('Account')?.id }),
  ({ store, random, owners, pick }) => {
    const contact = pick('Contact')
    return store.insert('Case', {
      ...caseValues(random, owners),
      Status: 'New',
      ContactId: contact?.id,
      AccountId: contact?.values['AccountId'],
    })
  },
  ({ store, random, owners, pick }) =>
    store.insert('Project__c', { ...projectValues(random, owners, store.now()), Account__c: pick('Account')?.id }),
  below('Account', ({ store, random }, account) =>
    store.insert('Invoice__c', { ...invoiceValues(random, store.now()), Account__c: account.id }),
  ),
  below('Case', ({ store, random, owners }, parent) =>
    store.insert('CaseComment', caseCommentValues(random, owners, parent)),
  ),
  below('Case', ({ store, random, owners }, parent) => {
    const contact = store.record(String(parent.values['ContactId']))
    return store.insert('EmailMessage', emailMessageValues(random, owners, { parent, contact, at: store.now() }))
  }),
  below('Case', ({ store, random, owners }, parent) =>
    store.insert('FeedItem', feedItemValues(random, owners, parent)),
  ),
  below('FeedItem', ({ store, random, owners }, item) =>
    store.insert('FeedComment', feedCommentValues(random, owners, item)),
  ),
  below('Opportunity', insertFile),
  below('Case', insertFile),
  below('ContentDocument', ({ store, random }, document) => {
    const blob = fileBytes(random, `x.${String(document.values['FileExtension'])}`)
    const PathOnClient = `${String(document.values['Title'])}.${String(document.values['FileExtension'] ?? 'txt')}`
    return store.insert('ContentVersion', { ContentDocumentId: document.id, PathOnClient }, { blob })
  }),
  below('ContentDocument', ({ store, random, pick }, document) => {
    const record = pick(random.pick(['Account', 'Case', 'Contact', 'Project__c']))
    return record && store.insert('ContentDocumentLink', linkValues(random, document.id, record))
  }),
]

function insertFile({ store, random, owners }: Arrivals, record: StoredRecord): StoredRecord {
  const file = fileValues(random, owners)
  return store.insert(
    'ContentVersion',
    { ...file.values, FirstPublishLocationId: record.id },
    { blob: fileBytes(random, file.path) },
  )
}

function below(
  sobject: string,
  arrive: (context: Arrivals, parent: StoredRecord) => StoredRecord | undefined,
): Arrival {
  return (context) => {
    const parent = context.pick(sobject)
    return parent && arrive(context, parent)
  }
}
