import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSqliteFile } from '../../../src/sqlite/driver.js'
import { searchDocuments } from '../../../src/sinks/targets/sqlite/search.js'
import type { Document } from '../../../src/terms.js'
import { buildSampleDocument } from '../../support/sample-document.js'
import { startProgram } from '../../support/child-program.js'
import { makeTempFolder } from '../../support/temp-folder.js'
import { describeTarget, openSinkInto } from './contract.js'

async function open() {
  const file = path.join(await makeTempFolder(), 'below', 'documents.db')
  return { file, address: `sqlite:${file}`, load: () => load(file) }
}

async function load(file: string): Promise<Document[]> {
  const db = await openSqliteFile({ file, readOnly: true, name: 'test' })
  try {
    const rows = db.all('SELECT document FROM documents ORDER BY number')
    return rows.map(({ document }) => JSON.parse(String(document)) as Document)
  } finally {
    db.close()
  }
}

async function check(file: string): Promise<object[]> {
  const db = await openSqliteFile({ file, name: 'test' })
  db.exec("INSERT INTO documents_fts (documents_fts) VALUES ('integrity-check')")
  const result = db.all('PRAGMA integrity_check')
  db.close()
  return result
}

describeTarget('sqlite', { hasIds: true }, open)

describe('a sqlite: target', () => {
  it('is searched by words, phrases and beginnings, whatever the accents, the best hit first', async () => {
    const { file, address } = await open()
    const { sink } = await openSinkInto({ address, load: async () => [] })
    await sink.write('Case', [
      { ...buildSampleDocument('1', { content: 'Die Überspannung of the power failure' }), title: 'Batterie defekt' },
      { ...buildSampleDocument('2', { content: 'a failure of power' }), title: 'Other' },
      { ...buildSampleDocument('3'), title: 'Power' },
    ])
    const search = async (words: string) =>
      (await searchDocuments({ file, words, limit: 10, name: address })).map(({ id }) => id)
    expect(await search('power')).toEqual(['3', '2', '1'])
    expect(await search('"power failure"')).toEqual(['1'])
    expect(await search('batter* uberspannung')).toEqual(['1'])
    expect(await search('NEAR( AND "un-closed')).toEqual([])
    expect(await search(' -- ')).toEqual([])
    await sink.write('Case', [{ ...buildSampleDocument('3'), title: 'Renamed' }])
    expect(await search('power')).toEqual(['2', '1'])
  })

  it('counts as missing without its table, and is refused where it is no database', async () => {
    const { file, address, load: loadAll } = await open()
    const { sink, target } = await openSinkInto({ address, load: loadAll })
    expect(await target.isMissing?.()).toBe(true)
    await sink.write('Case', [buildSampleDocument('1')])
    expect(await target.isMissing?.()).toBe(false)
    await sink.close()
    const db = await openSqliteFile({ file, name: 'test' })
    db.exec('DROP TABLE documents')
    db.close()
    expect(await target.isMissing?.()).toBe(true)
    await writeFile(file, 'Dear diary')
    await expect(target.isMissing?.()).rejects.toMatchObject({ code: 'TARGET_FAILED' })
  })

  it('is written on after a run was killed in the middle of a transaction', async () => {
    const place = await open()
    const first = await openSinkInto(place)
    await first.sink.write('Account', [buildSampleDocument('1')])
    await first.target.close()
    const killed = startProgram(new URL('programs/die-in-transaction.ts', import.meta.url), place.file)
    await killed.ended
    expect(existsSync(`${place.file}.lock`)).toBe(true)
    const second = await openSinkInto(place)
    await second.sink.write('Account', [buildSampleDocument('2')])
    expect((await place.load()).map(({ id }) => id)).toEqual(['1', '2'])
    expect(await check(place.file)).toEqual([{ integrity_check: 'ok' }])
    expect(second.clock.sleeps.length).toBeGreaterThan(50)
  })

  it('says that a file is no database, and that a folder stands in its place', async () => {
    const { file, address } = await open()
    const { sink, target } = await openSinkInto({ address, load: async () => [] })
    expect([await target.check(), existsSync(file)]).toEqual(['the first run makes it', false])
    await mkdir(path.dirname(file))
    await writeFile(file, 'not a database, and longer than a header of one '.repeat(50))
    await expect(sink.write('Account', [buildSampleDocument('1')])).rejects.toMatchObject({
      code: 'TARGET_FAILED',
      message: expect.stringContaining(file),
    })
    await expect(target.check()).rejects.toMatchObject({ code: 'TARGET_FAILED' })
  })
})
