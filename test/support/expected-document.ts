import { expect } from 'vitest'
import type { StoredRecord } from '../../src/sandbox/terms.js'
import type { Sandbox } from '../../src/sandbox/sandbox.js'
import type { RecordDocument } from '../../src/terms.js'

type Values = StoredRecord['values']

/** A record's document by the words of the connector's description, made without the code under test. */
export function expectedDocument(record: StoredRecord, sandbox: Sandbox): Partial<RecordDocument> {
  const { id, sobject, values, createdAt, lastModifiedAt } = record
  const isStandard = !sobject.endsWith('__c')
  const group = isStandard ? 'Standard Objects' : 'Custom Objects'
  const owner = values['OwnerId'] === undefined ? undefined : sandbox.store.record(String(values['OwnerId']))
  return {
    id,
    source: { type: 'connector', name: 'Salesforce', id: 'salesforce' },
    type: sobject,
    category: `/${group}/${sobject}/`,
    categories: [group, sobject],
    subcategory: sobject,
    title: String(sobject === 'Case' ? (values['Subject'] ?? values['CaseNumber']) : values['Name']),
    tags: [sobject, ...tagsOf(sobject, values)],
    url: `${sandbox.url}/${id}`,
    created: new Date(createdAt).toISOString(),
    updated: new Date(lastModifiedAt).toISOString(),
    ...(owner === undefined ? {} : { owner: { username: String(owner.values['Name']), userid: owner.id } }),
    metadata: { sobject_type: sobject, is_standard: isStandard },
    system: { parent_path: `/${group}/${sobject}/` },
    ...(sobject in contents ? { content: expect.stringContaining(contentOf(sobject, values)) as string } : {}),
    payload: expect.objectContaining({ Id: id }) as Record<string, unknown>,
  }
}

function tagsOf(sobject: string, values: Values): string[] {
  const tag = (field: string, prefix = '') => (values[field] ? [`${prefix}${String(values[field])}`] : [])
  if (sobject === 'Account') return [...tag('Type'), ...tag('Rating', 'rating:')]
  if (sobject === 'Opportunity') return tag('StageName', 'stage:')
  if (sobject === 'Contact') return tag('LeadSource', 'source:')
  if (sobject === 'Lead') return [...tag('LeadSource', 'source:'), ...tag('Status', 'status:')]
  if (sobject === 'Campaign') return [...tag('Type'), ...tag('Status', 'status:')]
  if (sobject === 'Case') return [...tag('Status', 'status:'), values['IsClosed'] ? 'closed' : 'open']
  return []
}

/** The labelled lines each object's content has after its description. */
const contents: Record<string, [label: string, field: string][]> = {
  Account: [
    ['Website', 'Website'],
    ['Type', 'Type'],
  ],
  Opportunity: [['Stage', 'StageName']],
  Contact: [
    ['Email', 'Email'],
    ['Phone', 'Phone'],
    ['Title', 'Title'],
  ],
  Lead: [
    ['Company', 'Company'],
    ['Email', 'Email'],
    ['Phone', 'Phone'],
    ['Status', 'Status'],
  ],
  Campaign: [
    ['Type', 'Type'],
    ['Status', 'Status'],
  ],
  Case: [
    ['Case Number', 'CaseNumber'],
    ['Status', 'Status'],
  ],
}

function contentOf(sobject: string, values: Values): string {
  const description = values['Description'] ? [String(values['Description'])] : []
  const labelled = contents[sobject]!.flatMap(([label, field]) =>
    values[field] ? [`${label}: ${String(values[field])}`] : [],
  )
  return [...description, ...labelled].join('\n')
}
