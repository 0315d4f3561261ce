import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Document } from '../../../src/terms.js'
import { buildSampleDocument } from '../../support/sample-document.js'
import {
  findPostgres,
  postgresPassword,
  startPostgres,
  type PostgresServer,
} from '../../support/stores/postgres-server.js'
import { describeTarget, openSinkInto } from './contract.js'

const programs = findPostgres()
let server: PostgresServer
let tables = 0

beforeAll(async () => {
  if (programs !== undefined) server = await startPostgres(programs)
})
afterAll(async () => server?.close())

async function open() {
  tables += 1
  const table = `documents_${tables}`
  return {
    table,
    address: `${server.url}?table=${table}`,
    load: async () =>
      (await query<{ document: Document }>(`SELECT document FROM ${table} ORDER BY id`)).map((row) => row.document),
  }
}

async function query<Row extends object>(sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: server.url })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

describe.skipIf(programs === undefined)('with a PostgreSQL on this machine', () => {
  describeTarget('postgres', { hasIds: true }, open)

  it('is tried without a document: the table is there or not, the login is right or wrong', async () => {
    const place = await open()
    const { sink, target } = await openSinkInto(place)
    expect(await target.check()).toBe(`it answers; the first run makes ${place.table}`)
    await sink.write('Account', [buildSampleDocument('1')])
    expect(await target.check()).toBe(`the table ${place.table} is there`)
    const address = place.address.replace(/:[^:@]*@/, ':no-words-of-db@')
    await expect((await openSinkInto({ ...place, address })).target.check()).rejects.toMatchObject({
      code: 'TARGET_FAILED',
      hint: expect.stringContaining('SF_EXTRACT_TO_PASSWORD'),
    })
  })

  it('searches by words, titles first', async () => {
    const place = await open()
    const { sink } = await openSinkInto(place)
    await sink.write('Case', [
      { ...buildSampleDocument('1', { content: 'a power failure' }), title: 'Other' },
      { ...buildSampleDocument('2'), title: 'Power' },
      { ...buildSampleDocument('3', { content: 'nothing' }), title: 'Third' },
    ])
    const words = `websearch_to_tsquery('simple', 'power')`
    const found = `SELECT id FROM ${place.table} WHERE search @@ ${words} ORDER BY ts_rank(search, ${words}) DESC`
    expect(await query(found)).toEqual([{ id: '2' }, { id: '1' }])
  })

  it('takes what it has no signs for, long texts and long numbers', async () => {
    const place = await open()
    const { sink } = await openSinkInto(place)
    const content = `a\0b \ud800 \\u0000 ${Array.from({ length: 60_000 }, (_, n) => `word${n}`).join(' ')}`
    await sink.write('Case', [{ ...buildSampleDocument('1', { content }), payload: { Id: '1', Amount: 1.5e300 } }])
    const [document] = await place.load()
    expect((document as { content: string }).content.slice(0, 13)).toBe('ab \ufffd \\u0000 w')
  })

  it('sets aside what a constraint of the table refuses', async () => {
    const place = await open()
    const first = await openSinkInto(place)
    await first.sink.write('Case', [buildSampleDocument('0')])
    await query(`ALTER TABLE ${place.table} ADD CHECK (title <> '3')`)
    const documents = ['1', '2', '3', '4', '5'].map((id) => buildSampleDocument(id))
    await expect(first.sink.write('Case', documents)).rejects.toMatchObject({
      code: 'TARGET_REFUSED',
      message: expect.stringMatching(/refuses 1 document.*3: 23514/),
    })
    expect((await place.load()).map(({ id }) => id)).toEqual(['0', '1', '2', '4', '5'])
  })

  it('goes on after a crash of the server, and knows whether its table is there', async () => {
    const place = await open()
    const { sink, target } = await openSinkInto(place)
    expect(await target.isMissing?.()).toBe(true)
    await sink.write('Case', [buildSampleDocument('1')])
    expect(await target.isMissing?.()).toBe(false)
    await server.crash()
    await expect(sink.write('Case', [buildSampleDocument('2')])).rejects.toMatchObject({
      code: 'TARGET_FAILED',
      message: expect.stringMatching(/gives no answer .*ECONNREFUSED.*after 6 tries/),
    })
    await server.start()
    await sink.write('Case', [buildSampleDocument('2')])
    expect((await place.load()).map(({ id }) => id)).toEqual(['1', '2'])
  })

  it('says what is wrong with the login and the database, and names no password', async () => {
    const wrong = server.url.replace(encodeURIComponent(postgresPassword), 'wrong-secret')
    expect(await write(wrong)).toMatchObject({
      message: expect.stringContaining('28P01'),
      hint: expect.stringContaining('PGPASSWORD'),
    })
    expect(JSON.stringify(await write(wrong))).not.toContain('wrong-secret')
    expect(await write(server.url.replace(/postgres$/, 'nowhere'))).toMatchObject({
      hint: expect.stringContaining('createdb'),
    })
  })
})

/** What a first write into the target meets. */
async function write(address: string): Promise<unknown> {
  const { sink } = await openSinkInto({ address, load: async () => [] })
  return sink.write('Case', [buildSampleDocument('1')]).catch((error: unknown) => error)
}
