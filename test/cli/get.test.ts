import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { jsonLines, openCliOrg } from '../support/cli-org.js'

describe('get', () => {
  test('writes a record as sync does, with its children', async () => {
    const { sandbox, folder, run } = await openCliOrg()
    const synced = jsonLines((await run('sync')).stdout)
    const rich = synced.find(({ type, payload }) => type === 'Case' && JSON.stringify(payload).includes('CommentBody'))!
    for (const document of [rich, synced.find(({ type }) => type === 'Account')!]) {
      const { code, stdout, stderr } = await run('get', String(document['id']))
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(jsonLines(stdout)).toEqual([document])
    }
    const short = await run('get', String(rich['id']).slice(0, 15))
    expect(jsonLines(short.stdout)).toEqual([rich])
    // What is looked at is not written: the next run still has it to write.
    sandbox.clock.advance(60_000)
    sandbox.store.update(String(rich['id']), { Subject: 'Changed' })
    const changed = jsonLines((await run('get', String(rich['id']))).stdout)
    expect(changed).toMatchObject([{ title: 'Changed' }])
    // What changed in the very second a run begins in is for the next one.
    sandbox.clock.advance(2000)
    expect(jsonLines((await run('sync')).stdout)).toEqual(changed)
    expect(await readdir(folder)).toEqual(['.sf-extract'])
  })

  test('writes the tombstone of a record in the recycle bin, and says so', async () => {
    const { sandbox, run } = await openCliOrg()
    const [lead] = [...sandbox.store.rows('Lead')]
    sandbox.store.delete(lead!.id)
    const { code, stdout, stderr } = await run('get', lead!.id)
    expect(code).toBe(0)
    expect(jsonLines(stdout)).toMatchObject([{ id: lead!.id, type: 'Lead', deleted: true, reason: 'deleted' }])
    expect(stderr).toBe(`note: ${lead!.id} is in the recycle bin (deleted).\n`)
  })

  test('says what keeps a record from being written, exit 2', async () => {
    const { sandbox, folder, run } = await openCliOrg()
    await writeFile(path.join(folder, '.salesforcerc'), `objects: { Account: { where: "Name = 'nobody'" } }\n`)
    const idOf = (object: string) => [...sandbox.store.rows(object)][0]!.id
    const ends = [
      ['no Id', /^error USAGE: "no Id" is not a Salesforce Id\nhint: /],
      [`${idOf('Lead').slice(0, 17)}!`, /^error USAGE: /],
      ['zzz000000000001', /^error RECORD_UNKNOWN: .* begin with zzz\n/],
      ['00Q000000000zzz', /^error RECORD_UNKNOWN: Lead 00Q000000000zzz\w{3} is not there, or not visible/],
      [idOf('User'), /^error OBJECT_UNKNOWN: .* does not read User/],
      [idOf('Account'), /^error RECORD_UNKNOWN: Account \w+ does not meet the where of Account/],
    ] as const
    for (const [id, said] of ends) {
      const { code, stdout, stderr } = await run('get', id)
      expect({ id, code, stdout }).toEqual({ id, code: 2, stdout: '' })
      expect(stderr).toMatch(said)
      expect(stderr).not.toMatch(/^ +at /m)
    }
  })

  test('writes a file where files are documents', async () => {
    const { sandbox, folder, run } = await openCliOrg()
    await writeFile(path.join(folder, '.salesforcerc'), 'files: index\n')
    const synced = jsonLines((await run('sync')).stdout)
    const file = synced.find(({ type }) => type === 'content_document')!
    expect(jsonLines((await run('get', String(file['id']))).stdout)).toEqual([file])
    sandbox.store.delete(String(file['id']))
    expect(jsonLines((await run('get', String(file['id']))).stdout)).toMatchObject([
      { type: 'content_document', deleted: true },
    ])
  })
})
