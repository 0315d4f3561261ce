import { openRandom } from '../random.js'
import { insertRecord } from '../records/insert.js'
import type { Org } from '../records/org.js'
import { COMPANY_FOUNDED } from './dates.js'

/** A first small company. */
export function buildCompany(org: Org, options: { seed: number; records: number }): void {
  const random = openRandom(options.seed)
  insertRecord(org, 'User', { FirstName: 'Extract', LastName: 'Bot', Username: 'bot@example.com', Email: 'bot@example.com', Alias: 'bot', CommunityNickname: 'bot', IsActive: true }, { at: COMPANY_FOUNDED })
  const queue = insertRecord(org, 'Group', { Name: 'Support', DeveloperName: 'Support', Type: 'Queue' }, { at: COMPANY_FOUNDED })
  for (let n = 0; n < options.records / 20; n++) {
    const at = COMPANY_FOUNDED + random.integer(0, 1000) * 86_400_000
    const account = insertRecord(org, 'Account', { Name: `Account ${n}`, BillingCity: 'Berlin', BillingCountry: 'Germany' }, { at })
    const contact = insertRecord(org, 'Contact', { LastName: `Lee ${n}`, FirstName: 'Ann', AccountId: account.id, Email: `ann${n}@example.com` }, { at })
    insertRecord(org, 'Opportunity', { Name: `Deal ${n}`, AccountId: account.id, StageName: 'Prospecting', CloseDate: '2026-05-01', Amount: n * 100 }, { at })
    insertRecord(org, 'Lead', { LastName: `Ray ${n}`, Company: 'Globex', Status: 'Open - Not Contacted' }, { at })
    insertRecord(org, 'Campaign', { Name: `Campaign ${n}` }, { at })
    insertRecord(org, 'Project__c', { Name: `Project ${n}`, Account__c: account.id }, { at })
    insertRecord(org, 'Invoice__c', { Account__c: account.id, Amount__c: n }, { at })
    const kase = insertRecord(org, 'Case', { Subject: `Broken ${n}`, AccountId: account.id, ContactId: contact.id, OwnerId: queue.id }, { at })
    insertRecord(org, 'CaseComment', { ParentId: kase.id, CommentBody: 'On it.' }, { at })
    insertRecord(org, 'EmailMessage', { ParentId: kase.id, Subject: 'Re: Broken', TextBody: 'Still broken.', Status: '0' }, { at })
    const item = insertRecord(org, 'FeedItem', { ParentId: kase.id, Body: 'Called.' }, { at })
    insertRecord(org, 'FeedComment', { FeedItemId: item.id, CommentBody: 'Good.' }, { at })
    insertRecord(org, 'ContentVersion', { PathOnClient: `Report ${n}.txt`, FirstPublishLocationId: kase.id }, { at, blob: Buffer.from('A report.') })
  }
}
