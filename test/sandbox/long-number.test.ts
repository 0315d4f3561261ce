import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LongNumber, parseJson, parseNumber, renderJson } from '../../src/sandbox/long-number.js'
import { data, openClient, type Client } from './client.js'

const longest = '999999999999999999'
const amount = '1234567890123456.78'

describe('a number of eighteen digits that is written over the control API', () => {
  test.each([
    ['insert', `SELECT AnnualRevenue FROM Account WHERE Name = 'Acme'`],
    ['update', `SELECT AnnualRevenue FROM Account WHERE Name = 'Bolt'`],
  ])('by an %s comes back digit by digit in rows, records and the results of jobs', async (_what, soql) => {
    const client = await openClient()
    await post(client, `{"Name": "Acme", "AnnualRevenue": ${amount}}`)
    const { id } = client.sandbox.store.insert('Account', { Name: 'Bolt', AnnualRevenue: 1 })
    await send(client, `/sandbox/records/${id}`, 'PATCH', `{"AnnualRevenue": ${amount}}`)
    expect(await send(client, `${data('/query')}?q=${encodeURIComponent(soql)}`)).toContain(
      `"AnnualRevenue":${amount}}`,
    )
    expect(await send(client, data(`/sobjects/Account/${id}?fields=AnnualRevenue`))).toContain(
      `"AnnualRevenue":${amount}}`,
    )
    expect(await send(client, '/sandbox/records/Account')).toContain(`"AnnualRevenue":${amount}`)
    const job = (await client.post(data('/jobs/query'), { operation: 'query', query: soql })).body as { id: string }
    await client.get(data(`/jobs/query/${job.id}`))
    expect(await send(client, data(`/jobs/query/${job.id}/results`))).toBe(`"AnnualRevenue"\n"${amount}"\n`)
    const part = { method: 'GET', url: `${data('/query')}?q=${encodeURIComponent(soql)}`, referenceId: 'a' }
    expect(await send(client, data('/composite'), 'POST', JSON.stringify({ compositeRequest: [part] }))).toContain(
      `"AnnualRevenue":${amount}}`,
    )
  })

  test('is itself and no other in conditions, has its place in an order, and counts in sums', async () => {
    const client = await openClient()
    for (const [name, value] of [
      ['long', longest],
      ['next', '1000000000000000000'],
      ['short', '5'],
    ]) {
      await post(client, `{"Name": "${name}", "AnnualRevenue": ${value}}`)
    }
    const names = async (rest: string) => {
      const rows = (await client.rows(`SELECT Name FROM Account ${rest}`)) as { Name: string }[]
      return rows.map(({ Name }) => Name)
    }
    expect(await names(`WHERE AnnualRevenue = ${longest}`)).toEqual(['long'])
    expect(await names(`WHERE AnnualRevenue IN (5, ${longest}) ORDER BY Name`)).toEqual(['long', 'short'])
    expect(await names(`WHERE AnnualRevenue != ${longest} ORDER BY Name`)).toEqual(['next', 'short'])
    expect(await names('WHERE AnnualRevenue > 6 ORDER BY Name')).toEqual(['long', 'next'])
    expect((await names('ORDER BY AnnualRevenue'))[0]).toBe('short')
    expect(
      await client.rows('SELECT SUM(AnnualRevenue) s, COUNT_DISTINCT(AnnualRevenue) n FROM Account'),
    ).toMatchObject([{ s: 2e18, n: 3 }])
    expect(
      await send(client, `${data('/query')}?q=SELECT+MIN(AnnualRevenue)+m+FROM+Account+WHERE+Name='long'`),
    ).toContain(`"m":${longest}}`)
  })

  test('is refused for a text field, as any number is', async () => {
    const client = await openClient()
    expect(await post(client, `{"Name": ${longest}}`)).toContain('value not of required type')
  })
})

describe('JSON with long numbers', () => {
  test('is the same after reading and writing, whatever its texts hold', () => {
    const number = fc
      .tuple(fc.constantFrom('', '-'), fc.stringMatching(/^[1-9]\d{0,24}$/), fc.stringMatching(/^(?:\.\d{0,9}[1-9])?$/))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            number,
            fc.string().map((text) => JSON.stringify(text)),
          ),
        ),
        (parts) => {
          const text = `{"a":[${parts.join(',')}],"${longest}":"${amount}, \\"${longest}"}`
          expect(renderJson(parseJson(text))).toBe(text)
        },
      ),
    )
  })

  test.each([
    ['100.0000000000000000', 100],
    ['10000000000000000', 1e16],
    ['0.30000000000000004', 0.1 + 0.2],
    ['-0.1', -0.1],
    ['1e3', 1000],
  ])('has a number for %s, which a double holds', (text, value) => {
    expect(parseNumber(text)).toBe(value)
    expect(parseJson(text)).toBe(value)
  })

  test('has the digits of others, without zeros that say nothing', () => {
    expect(parseNumber('1234567890123456.780')).toEqual(new LongNumber(amount))
  })
})

function post(client: Client, body: string): Promise<string> {
  return send(client, '/sandbox/records/Account', 'POST', body)
}

/** The text of an answer: JSON.parse would round what is in it. */
async function send({ sandbox, token }: Client, path: string, method = 'GET', body?: string): Promise<string> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const response = await fetch(sandbox.url + path, { method, headers, ...(body === undefined ? {} : { body }) })
  return response.text()
}
