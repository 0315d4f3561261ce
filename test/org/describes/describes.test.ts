import { expect, test } from 'vitest'
import { buildErrorBody, openScriptedOrg } from '../../support/scripted-org.js'

const modified = 'Tue, 23 Mar 2026 00:00:00 GMT'

const summary = {
  name: 'Case',
  label: 'Case',
  custom: false,
  keyPrefix: '500',
  queryable: true,
  searchable: true,
  createable: true,
  updateable: true,
  deletable: true,
}

const ownerId = {
  name: 'OwnerId',
  label: 'Owner ID',
  type: 'reference',
  length: 18,
  custom: false,
  nameField: false,
  filterable: true,
  nillable: false,
  sortable: true,
  calculated: false,
  htmlFormatted: false,
  compoundFieldName: null,
  relationshipName: 'Owner',
  referenceTo: ['Group', 'User'],
  polymorphicForeignKey: true,
}

const comments = { childSObject: 'CaseComment', field: 'ParentId', relationshipName: 'CaseComments' }

test('the list of sObjects is trimmed to what is read of it', async () => {
  const { org, server } = await openScriptedOrg()
  const share = { ...summary, name: 'CaseShare', label: 'Case Share', keyPrefix: null, queryable: false }
  server.answer({
    headers: { 'last-modified': modified },
    body: {
      encoding: 'UTF-8',
      maxBatchSize: 200,
      sobjects: [
        { ...summary, urls: {} },
        { ...share, urls: {} },
      ],
    },
  })
  expect(await org.describeGlobal()).toEqual({
    body: [summary, share],
    lastModified: modified,
  })
  expect(server.requests[0]?.path).toBe('/services/data/v62.0/sobjects')
  expect(server.requests[0]?.headers['if-modified-since']).toBeUndefined()
})

test('a describe is trimmed to fields and child relationships as far as they are read', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({
    body: {
      ...summary,
      supportedScopes: [],
      fields: [{ ...ownerId, byteLength: 18, picklistValues: [] }],
      childRelationships: [
        { ...comments, cascadeDelete: true },
        { ...comments, relationshipName: null },
      ],
    },
  })
  expect((await org.describe('Case')).body).toEqual({
    ...summary,
    undeletable: true,
    replicateable: false,
    fields: [ownerId],
    childRelationships: [comments, { ...comments, relationshipName: null }],
  })
  expect(server.requests[0]?.path).toBe('/services/data/v62.0/sobjects/Case/describe')
  expect(org.calls('Case')).toBe(1)
})

test('what holds HTML is told: rich text, and a formula that makes a link', async () => {
  const { org, server } = await openScriptedOrg()
  const fields = [
    { name: 'Rich__c', type: 'textarea', extraTypeInfo: 'richtextarea' },
    { name: 'Link__c', type: 'string', htmlFormatted: true },
    { name: 'Long__c', type: 'textarea', extraTypeInfo: 'plaintextarea', htmlFormatted: false },
  ]
  server.answer({ body: { name: 'Note__c', fields } })
  const { body } = await org.describe('Note__c')
  expect(body?.fields.map((field) => field.htmlFormatted)).toEqual([true, true, false])
})

test('a describe of an old API version, with keys missing, is read too', async () => {
  const { org, server } = await openScriptedOrg()
  const old = { name: 'WhoId', type: 'reference', referenceTo: ['Contact', 'Lead'] }
  server.answer({ body: { name: 'Task', fields: [old, { name: 'IsClosed', type: 'boolean' }] } })
  const { body } = await org.describe('Task')
  expect(body?.fields.map((field) => field.polymorphicForeignKey)).toEqual([true, false])
  expect(body?.fields[0]).toMatchObject({ length: 0, label: '', relationshipName: null })
  expect(body?.fields[0]).toMatchObject({ filterable: true, sortable: true })
  expect(body).toMatchObject({ queryable: true, keyPrefix: null, childRelationships: [] })
})

test('nothing changed since: no body, and the date to ask with next time', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ status: 304 }, { status: 304, headers: { 'last-modified': 'Wed, 24 Mar 2026 00:00:00 GMT' } })
  expect(await org.describe('Case', modified)).toEqual({ lastModified: modified })
  expect(await org.describeGlobal(modified)).toEqual({ lastModified: 'Wed, 24 Mar 2026 00:00:00 GMT' })
  expect(server.requests.map(({ headers }) => headers['if-modified-since'])).toEqual([modified, modified])
})

test('without a Last-Modified the next time asks by the date of the answer, a second earlier', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ body: { ...summary, fields: [ownerId] }, headers: { date: 'Wed, 24 Mar 2026 00:00:00 GMT' } })
  expect((await org.describe('Case')).lastModified).toBe('Mon, 23 Mar 2026 23:59:59 GMT')
})

test('a describe can be had as the org sent it', async () => {
  const { org, server } = await openScriptedOrg()
  const body = { ...summary, fields: [ownerId], recordTypeInfos: [{ name: 'Master' }] }
  server.answer({ body })
  expect(await org.describeRaw('Case')).toEqual(body)
})

test('an unknown sObject is not found, with its name', async () => {
  const { org, server } = await openScriptedOrg()
  const answer = { status: 404, body: buildErrorBody('NOT_FOUND', 'The requested resource does not exist') }
  server.answer(answer, answer)
  const notFound = {
    code: 'OBJECT_NOT_FOUND',
    message: 'Acount: The requested resource does not exist (NOT_FOUND, HTTP 404)',
    details: { object: 'Acount' },
  }
  await expect(org.describe('Acount')).rejects.toMatchObject(notFound)
  await expect(org.describeRaw('Acount')).rejects.toMatchObject(notFound)
})

const noNames = ['..', '', '../../x', 'a/b', 'x?y', 'ä', 'a b', '1x', 'a\n']

test.each(noNames)('"%s" can be no name and is not asked for', async (name) => {
  const { org, server } = await openScriptedOrg()
  await expect(org.describe(name)).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' })
  await expect(org.describeRaw(name)).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' })
  expect(server.requests).toHaveLength(0)
})

test('an API version that the org does not have is an error of the configuration', async () => {
  const { org, server } = await openScriptedOrg({ connector: { apiVersion: '99.0' } })
  server.answer({ status: 404, body: buildErrorBody('NOT_FOUND', 'The requested resource does not exist') })
  await expect(org.describeGlobal()).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('/services/data/v99.0') as string,
    hint: expect.stringContaining('api_version') as string,
  })
})

test('other errors of the list of sObjects stay what they are', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ status: 403, body: '' })
  await expect(org.describeGlobal()).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
})

const named = { name: 'Case' }
const noDescribes = [
  [],
  'null',
  {},
  named,
  { fields: [ownerId] },
  { ...named, fields: [] },
  { ...named, fields: [null] },
  { ...named, fields: [{ name: 'Id' }] },
  { ...named, fields: [ownerId], childRelationships: {} },
  { ...named, fields: [ownerId], childRelationships: [null] },
  { name: 'Account', fields: [ownerId] },
]

test.each(noDescribes)('%j is no describe of a case', async (body) => {
  const { org, server } = await openScriptedOrg()
  server.answer({ body }, { body }, { body })
  await expect(org.describeRaw('Case')).rejects.toMatchObject({ code: 'BAD_ANSWER', details: { object: 'Case' } })
  await expect(org.describe('Case')).rejects.toMatchObject({ code: 'BAD_ANSWER', details: { object: 'Case' } })
  await expect(org.describeGlobal()).rejects.toMatchObject({ code: 'BAD_ANSWER' })
})

test('a raw describe that is no object is a bad answer', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ body: [] })
  await expect(org.describeRaw('Case')).rejects.toMatchObject({ code: 'BAD_ANSWER' })
})

test.each([[[]], [[null]], [['Case']], [[{ label: 'Case' }]], [{}], [null]])(
  '%j is no list of sObjects',
  async (sobjects) => {
    const { org, server } = await openScriptedOrg()
    server.answer({ body: { sobjects } })
    await expect(org.describeGlobal()).rejects.toMatchObject({ code: 'BAD_ANSWER' })
  },
)

test('a Last-Modified that is no date is not sent back', async () => {
  const { org, server } = await openScriptedOrg()
  const headers = { 'last-modified': 'Fri, 13 Sep 275760 00:00:00 GMT', date: 'Wed, 24 Mar 2026 00:00:00 GMT' }
  server.answer({ headers, body: { ...summary, fields: [ownerId] } })
  expect((await org.describe('Case')).lastModified).toBe('Mon, 23 Mar 2026 23:59:59 GMT')
})
