import { describe, expect, test } from 'vitest'
import { openClient } from './client.js'
import { ID, refusals } from './refused-statements.js'

describe('a statement the service refuses', () => {
  test('is refused with 400, the code, the text and a caret under the place', async () => {
    const client = await openClient()
    for (const [soql, code, text, column] of refusals) {
      const { status, body } = await client.query(soql)
      const lines = String(body[0]?.message).split('\n')
      expect([soql, status, body[0]?.errorCode, lines.at(-1)]).toEqual([soql, 400, code, text])
      if (column === undefined) continue
      expect([soql, lines.at(-2)]).toEqual([soql, `ERROR at Row:1:Column:${column}`])
      expect(lines[1]!.slice(lines[2]!.indexOf('^'))).toBe(
        soql.slice(column - 1, column - 1 + lines[1]!.length - lines[2]!.indexOf('^')),
      )
    }
  })

  test('has its row counted where it has several lines', async () => {
    const client = await openClient()
    const { body } = await client.query('SELECT Id,\n  Foo\nFROM Account')
    expect(body[0].message).toContain('\n  Foo\n  ^\nERROR at Row:2:Column:3\nNo such column')
  })

  test('may not be longer than 100,000 characters; a composite call can carry one that long', async () => {
    const client = await openClient()
    const url = `/services/data/v62.0/query?q=${'x'.repeat(100_001)}`
    const { body } = await client.post('/services/data/v62.0/composite', {
      compositeRequest: [{ method: 'GET', url, referenceId: 'a' }],
    })
    expect(body.compositeResponse[0]).toMatchObject({
      httpStatusCode: 400,
      body: [{ errorCode: 'MALFORMED_QUERY', message: 'SOQL statements can not be longer than 100000 characters' }],
    })
  })

  test('may nest lists two deep up to version 57, five deep from 58', async () => {
    const client = await openClient()
    const soql = encodeURIComponent('SELECT Id, (SELECT Id, (SELECT Id FROM FeedComments) FROM Feeds) FROM Case')
    const old = await client.get(`/services/data/v57.0/query?q=${soql}`)
    expect(old.body[0].message).toBe('The query nests more than 2 levels of parent-to-child relationships')
    expect((await client.get(`/services/data/v58.0/query?q=${soql}`)).status).toBe(200)
  })

  test('has TYPEOF from version 46 and FIELDS() from version 51 on', async () => {
    const client = await openClient()
    const ask = async (version: number, soql: string) =>
      (await client.get(`/services/data/v${version}.0/query?q=${encodeURIComponent(soql)}`)).status
    const typeOf = 'SELECT TYPEOF Owner WHEN User THEN Name END FROM Case'
    const fields = 'SELECT FIELDS(STANDARD) FROM Case'
    expect([await ask(45, typeOf), await ask(46, typeOf), await ask(50, fields), await ask(51, fields)]).toEqual([
      400, 200, 400, 200,
    ])
  })

  test('may name 55 parents, each on the way to a field among them', async () => {
    const client = await openClient()
    const { store } = client.sandbox
    const names = Array.from({ length: 54 }, (_, n) => `P${n}`)
    for (const name of names)
      store.addField('Project__c', {
        name: `${name}__c`,
        label: name,
        type: 'reference',
        nillable: true,
        custom: true,
        referenceTo: ['Account'],
        relationshipName: `${name}__r`,
      })
    const select = (fields: string[]) => client.query(`SELECT ${fields.join(', ')} FROM Project__c`)
    const fields = [...names.map((name) => `${name}__r.Name`), 'P0__r.Owner.Name']
    expect((await select(fields)).status).toBe(200)
    const { body } = await select([...fields, 'P0__r.CreatedBy.Name'])
    expect(body[0].message).toBe('The query has more than 55 child-to-parent relationships')
  })

  test('summarizes into more than 2,000 groups', async () => {
    const client = await openClient()
    for (let n = 0; n < 2001; n++) client.sandbox.store.insert('Account', { Name: `Account ${n}` })
    const { body } = await client.query('SELECT Name, COUNT(Id) FROM Account GROUP BY Name')
    expect(body[0]).toEqual({
      message: 'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
      errorCode: 'EXCEEDED_ID_LIMIT',
    })
    expect(await client.rows('SELECT Name, COUNT(Id) FROM Account GROUP BY Name LIMIT 2000')).toHaveLength(2000)
  })

  test('is answered by what the user may do: one record, an id list or a semi-join of links is enough', async () => {
    const client = await openClient()
    const answers = [
      `LinkedEntityId = '${ID}' AND IsDeleted = false`,
      `ContentDocumentId IN ('0695g0000000001AAA', '0695g0000000002AAA')`,
      `LinkedEntityId IN (SELECT Id FROM Account)`,
      `ContentDocumentId = '0695g0000000001AAA' AND LinkedEntityId != '${ID}'`,
    ]
    for (const where of answers) {
      expect([where, (await client.query(`SELECT Id FROM ContentDocumentLink WHERE ${where}`)).status]).toEqual([
        where,
        200,
      ])
    }
  })
})
