import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openClient, type Client } from './client.js'

async function names(client: Client, where: string): Promise<string[]> {
  const rows = await client.rows(`SELECT Name FROM Account WHERE ${where} ORDER BY Id`)
  return rows.map((row) => row.Name)
}

const quote = (text: string) => `'${text.replaceAll(/['\\]/g, (found) => `\\${found}`)}'`

describe('WHERE', () => {
  test('compares text without regard to case and takes null in for !=', async () => {
    const client = await openClient()
    const { store } = client.sandbox
    store.insert('Account', { Name: 'Acme', Industry: 'Energy', NumberOfEmployees: 5 })
    store.insert('Account', { Name: 'Bolt', Industry: 'Banking', NumberOfEmployees: 50 })
    store.insert('Account', { Name: 'Core', NumberOfEmployees: 500 })
    const cases: [string, string[]][] = [
      ["Industry = 'eNERGY'", ['Acme']],
      ["Industry != 'Energy'", ['Bolt', 'Core']],
      ["Industry <> 'Energy'", ['Bolt', 'Core']],
      ["Industry = ''", ['Core']],
      ['Industry = null', ['Core']],
      ["Industry IN ('Energy', 'Banking')", ['Acme', 'Bolt']],
      ["Industry NOT IN ('Energy')", ['Bolt', 'Core']],
      ["Industry > 'b'", ['Acme', 'Bolt']],
      ["Industry >= 'ENERGY'", ['Acme']],
      ["Name LIKE 'a%'", ['Acme']],
      ["Name LIKE '_o%'", ['Bolt', 'Core']],
      ["(NOT Name LIKE 'A%') AND Industry != null", ['Bolt']],
      ["NOT (Name = 'Acme' OR Name = 'Bolt')", ['Core']],
      ["Name = 'Acme' OR (Industry = null AND NumberOfEmployees > 100)", ['Acme', 'Core']],
      ['NumberOfEmployees >= 5 AND NumberOfEmployees < 500', ['Acme', 'Bolt']],
      ['NumberOfEmployees IN (5, 500)', ['Acme', 'Core']],
      ['NumberOfEmployees < -1', []],
      ['IsDeleted = FALSE', ['Acme', 'Bolt', 'Core']],
      ['IsDeleted != false', []],
    ]
    for (const [where, expected] of cases) expect([where, await names(client, where)]).toEqual([where, expected])
  })

  test('follows parents, aliases and the name of the object itself', async () => {
    const client = await openClient()
    const { store } = client.sandbox
    const parent = store.insert('Account', { Name: 'Parent' })
    store.insert('Account', { Name: 'Child', ParentId: parent.id })
    expect(await names(client, "Parent.Name = 'parent'")).toEqual(['Child'])
    expect(await names(client, 'Parent.Name = null')).toEqual(['Parent'])
    const soql = "SELECT a.Name, Account.Id FROM Account a WHERE a.Parent.Name LIKE 'P%' ORDER BY a.Name"
    expect(await client.rows(soql)).toMatchObject([{ Name: 'Child', Id: expect.any(String) }])
  })

  test('takes parents beside the object of its FROM, with an alias or without', async () => {
    const client = await openClient()
    const { store } = client.sandbox
    const parent = store.insert('Account', { Name: 'Parent' })
    store.insert('Contact', { LastName: 'Lee', AccountId: parent.id })
    for (const from of [
      "Contact, Contact.Account WHERE Account.Name = 'Parent'",
      "Contact c, c.Account a WHERE a.Name = 'Parent'",
      "Contact c, c.Account a, a.Owner o WHERE a.Name = 'Parent' AND o.Name != 'x'",
    ]) {
      expect([from, (await client.query(`SELECT COUNT() FROM ${from}`)).body.totalSize]).toEqual([from, 1])
    }
  })

  test('takes a checkbox without a value for unticked, that of a missing parent too', async () => {
    const client = await openClient()
    const { store } = client.sandbox
    const parent = store.insert('Account', { Name: 'Parent' })
    store.insert('Account', { Name: 'Child', ParentId: parent.id })
    const cases: [string, string[]][] = [
      ['IsDeleted = null', ['Parent', 'Child']],
      ['IsDeleted != null', []],
      ['Parent.IsDeleted = false', ['Parent', 'Child']],
      ['Parent.IsDeleted != true', ['Parent', 'Child']],
    ]
    for (const [where, expected] of cases) expect([where, await names(client, where)]).toEqual([where, expected])
  })

  test('finds what is like any of several patterns', async () => {
    const client = await openClient()
    for (const Name of ['Acme', 'Bolt', 'Core']) client.sandbox.store.insert('Account', { Name })
    expect(await names(client, "Name LIKE ('a%', 'c\\%', '_o_e')")).toEqual(['Acme', 'Core'])
  })

  test('finds multi-select values by INCLUDES and EXCLUDES', async () => {
    const client = await openClient()
    client.sandbox.store.insert('Project__c', { Name: 'Both', Regions__c: 'Europe;Americas' })
    client.sandbox.store.insert('Project__c', { Name: 'One', Regions__c: 'Europe' })
    client.sandbox.store.insert('Project__c', { Name: 'None' })
    const find = async (condition: string) =>
      (await client.rows(`SELECT Name FROM Project__c WHERE Regions__c ${condition}`)).map((row) => row.Name)
    expect(await find("INCLUDES ('europe')")).toEqual(['Both', 'One'])
    expect(await find("INCLUDES ('Europe;Americas', 'Asia Pacific')")).toEqual(['Both'])
    expect(await find("EXCLUDES ('Americas')")).toEqual(['One', 'None'])
  })

  test('knows ids of 15 and 18 characters, their case and their order', async () => {
    const client = await openClient()
    const ids = Array.from({ length: 70 }, (_, n) => client.sandbox.store.insert('Account', { Name: `${n}` }).id)
    expect(await names(client, `Id = '${ids[40]!.slice(0, 15)}'`)).toEqual(['40'])
    expect(await names(client, `Id IN ('${ids[3]}', '${ids[1]}', '${ids[3]}')`)).toEqual(['1', '3'])
    expect(await names(client, `Id > '${ids[67]}'`)).toEqual(['68', '69'])
    expect(await names(client, `Id NOT IN ('${ids[0]}') AND Id <= '${ids[2]}'`)).toEqual(['1', '2'])
  })

  test('finds rows by a semi-join and the others by NOT IN', async () => {
    const client = await openClient()
    const { store } = client.sandbox
    const busy = store.insert('Account', { Name: 'Busy' })
    store.insert('Account', { Name: 'Quiet' })
    store.insert('Contact', { LastName: 'Lee', AccountId: busy.id })
    const inner = "(SELECT AccountId FROM Contact WHERE LastName = 'Lee')"
    expect(await names(client, `Id IN ${inner}`)).toEqual(['Busy'])
    expect(await names(client, `Id NOT IN ${inner}`)).toEqual(['Quiet'])
    const contacts = await client.rows(
      "SELECT LastName FROM Contact WHERE AccountId IN (SELECT Id FROM Account WHERE Name = 'Busy')",
    )
    expect(contacts).toHaveLength(1)
  })

  test('reads any text back by its own value', async () => {
    const client = await openClient()
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }), async (text) => {
        const { id } = client.sandbox.store.insert('Account', { Name: text })
        const found = await client.rows(`SELECT Id FROM Account WHERE Name = ${quote(text)}`)
        client.sandbox.store.delete(id)
        expect(found).toEqual([expect.objectContaining({ Id: id })])
      }),
      { numRuns: 60 },
    )
  })

  test('takes line separators in a text', async () => {
    const client = await openClient()
    const text = 'one\u2028two\u2029 three'
    client.sandbox.store.insert('Account', { Name: text })
    expect(await names(client, `Name = '${text}'`)).toEqual([text])
    expect(await names(client, "Name LIKE '%\u2028%'")).toEqual([text])
  })

  test.each([
    ["(NOT (NOT (NOT Name = 'a')))", ['b', 'c']],
    ["NOT (NOT (NOT (NOT Name = 'a')))", ['a']],
    ["NOT ((NOT (NOT Name = 'a')) AND Name = 'b')", ['a', 'b', 'c']],
    ["NOT ((NOT (Name = 'a')) AND (NOT Name IN ('b')))", ['a', 'b']],
  ])('reads NOT inside of NOT: %s', async (where, expected) => {
    const client = await openClient()
    for (const Name of ['a', 'b', 'c']) client.sandbox.store.insert('Account', { Name })
    expect(await names(client, where)).toEqual(expected)
  })

  test('agrees with a plain filter for any combination of conditions', async () => {
    const client = await openClient()
    const rows = Array.from({ length: 40 }, (_, n) => ({
      Name: `${n}`,
      NumberOfEmployees: n % 7,
      Fax: n % 3 === 0 ? null : `f${n % 5}`,
    }))
    for (const row of rows) client.sandbox.store.insert('Account', row)
    type Row = (typeof rows)[number]
    type Part = { soql: string; holds: (row: Row) => boolean }
    const numbers = fc
      .tuple(fc.constantFrom('<', '<=', '>', '>=', '=', '!='), fc.integer({ min: 0, max: 6 }))
      .map(([operator, bound]): Part => ({
        soql: `NumberOfEmployees ${operator} ${bound}`,
        holds: ({ NumberOfEmployees: n }) =>
          ({ '<': n < bound, '<=': n <= bound, '>': n > bound, '>=': n >= bound, '=': n === bound, '!=': n !== bound })[
            operator
          ]!,
      }))
    const texts = fc
      .tuple(fc.boolean(), fc.subarray(['f0', 'F1', 'f2', 'f4'], { minLength: 1 }))
      .map(([negated, list]): Part => ({
        soql: `Fax ${negated ? 'NOT IN' : 'IN'} (${list.map(quote).join(', ')})`,
        holds: ({ Fax }) => list.map((one) => one.toLowerCase()).includes(Fax ?? 'none') !== negated,
      }))
    const join = ([joint, a, b]: [string, Part, Part]): Part => ({
      soql: `(${a.soql} ${joint} ${b.soql})`,
      holds: (row) => (joint === 'AND' ? a.holds(row) && b.holds(row) : a.holds(row) || b.holds(row)),
    })
    const negate = (part: Part): Part => ({ soql: `(NOT ${part.soql})`, holds: (row) => !part.holds(row) })
    const joint = fc.constantFrom('AND', 'OR')
    const { tree } = fc.letrec<{ plain: Part; tree: Part }>((tie) => ({
      plain: fc.oneof({ maxDepth: 3 }, numbers, texts, fc.tuple(joint, tie('plain'), tie('plain')).map(join)),
      tree: fc.oneof(
        { maxDepth: 3 },
        tie('plain').map(negate),
        tie('plain'),
        fc.tuple(joint, tie('tree'), tie('tree')).map(join),
      ),
    }))
    await fc.assert(
      fc.asyncProperty(tree, async ({ soql, holds }) => {
        expect(await names(client, soql)).toEqual(rows.filter(holds).map((row) => row.Name))
      }),
      { numRuns: 80 },
    )
  })
})

test('an operator the type of the field does not have is refused', async () => {
  const client = await openClient()
  for (const [where, type] of [
    ["Id LIKE '001%'", 'id'],
    ["OwnerId LIKE '005%'", 'id'],
    ['IsDeleted > false', 'boolean'],
    ['IsDeleted LIKE true', 'boolean'],
    ['NumberOfEmployees LIKE 5', 'int'],
    ['CreatedDate LIKE TODAY', 'datetime'],
    ["Industry INCLUDES ('Energy')", 'picklist'],
  ]) {
    const { status, body } = await client.query(`SELECT Id FROM Account WHERE ${where}`)
    expect([where, status, body[0]?.errorCode, body[0]?.message.split('\n').at(-1)]).toEqual([
      where,
      400,
      'INVALID_QUERY_FILTER_OPERATOR',
      `invalid operator on ${type} field`,
    ])
  }
})

test('a scope leaves the rows of the user, of queues or of nobody; one the sObject lacks is refused', async () => {
  const client = await openClient()
  const { store } = client.sandbox
  const [bot, other] = [...store.rows('User')]
  const queue = [...store.rows('Group')].find(({ values }) => values['Type'] === 'Queue')!
  const owners = { mine: bot!.id, theirs: other!.id, queued: queue.id }
  for (const [Subject, OwnerId] of Object.entries(owners)) store.insert('Case', { Subject, OwnerId })
  const subjects = async (scope: string) =>
    (await client.rows(`SELECT Subject FROM Case USING SCOPE ${scope} ORDER BY Id`)).map(({ Subject }) => Subject)
  expect(await subjects('everything')).toEqual(['mine', 'theirs', 'queued'])
  expect(await subjects('Mine')).toEqual(['mine'])
  expect(await subjects('queue_owned')).toEqual(['queued'])
  expect(await subjects('user_owned')).toEqual(['mine', 'theirs'])
  expect(await subjects('team_by_role')).toEqual([])
  const { body } = await client.query('SELECT Id FROM Case USING SCOPE my_territory')
  expect([body[0].errorCode, body[0].message]).toEqual([
    'INVALID_QUERY_SCOPE',
    'The specified query scope was invalid: my_territory',
  ])
})
