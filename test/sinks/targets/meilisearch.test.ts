import { describe, expect, it } from 'vitest'
import type { Document } from '../../../src/terms.js'
import { buildSampleDocument } from '../../support/sample-document.js'
import { startMeilisearchServer } from '../../support/targets/meilisearch-server.js'
import { describeTarget, openSinkInto } from './contract.js'

async function open() {
  const server = await startMeilisearchServer()
  return {
    address: `meilisearch+http://${server.host}/crm`,
    server,
    refuse: (id: string) => void server.unfit.add(id),
    load: async () => [...server.documents('crm').values()] as unknown as Document[],
  }
}

describeTarget('meilisearch', { hasIds: true }, open)

describe('a meilisearch+http: target', () => {
  it('waits for the end of each task before it sends the next batch', async () => {
    const place = await open()
    place.server.slowLooks = 8
    const { sink, clock } = await openSinkInto(place)
    await sink.write('Account', [buildSampleDocument('1')])
    expect(clock.sleeps).toEqual([20, 40, 80, 160, 320, 640, 1000, 1000])
    const looks = place.server.requests.filter(({ path }) => path === '/tasks/0')
    expect(looks).toHaveLength(9)
  })

  it('has not taken what a page is shown for in place of an answer', async () => {
    const place = await open()
    const { sink } = await openSinkInto(place)
    for (let tries = 0; tries < 8; tries++) place.server.troubles.push({ status: 200, body: '<h1>Sign in</h1>\nnull' })
    await expect(sink.write('Account', [buildSampleDocument('1')])).rejects.toMatchObject({ code: 'TARGET_FAILED' })
    expect(place.server.documents('crm').size).toBe(0)
  })

  it('has ids as Meilisearch takes them, and finds them again', async () => {
    const place = await open()
    const { sink } = await openSinkInto(place)
    const passage = { ...buildSampleDocument('001A#2'), title: 'Passage', updated: '2026-01-02T00:00:00.000Z' }
    await sink.write('Account', [passage])
    expect(place.server.documents('crm').get('001A_232')).toMatchObject({ id: '001A_232', title: 'Passage' })
    await sink.write('Account', [{ ...passage, updated: '2001-01-01T00:00:00.000Z', title: 'Older' }])
    expect(place.server.documents('crm').get('001A_232')).toMatchObject({ title: 'Passage' })
    const { source, type, category, categories, metadata, system, id } = passage
    const of = { id, source, type, category, categories, metadata, system }
    await sink.write('Account', [{ ...of, deleted: true, reason: 'deleted', deleted_at: '2099-01-01T00:00:00.000Z' }])
    expect(place.server.documents('crm').size).toBe(0)
  })

  it('takes what comes last where Meilisearch is too old to be asked for versions', async () => {
    const place = await open()
    place.server.isOld = true
    const { sink } = await openSinkInto(place)
    await sink.write('Account', [buildSampleDocument('1'), buildSampleDocument('2')])
    expect(place.server.documents('crm').size).toBe(2)
  })

  it('says that the key is wrong, without the key', async () => {
    const place = await open()
    place.server.key = 'right-key'
    const wrong = await openSinkInto({ ...place, address: place.address.replace('//', '//:wrong-key@') })
    await expect(wrong.sink.write('Account', [buildSampleDocument('1')])).rejects.toMatchObject({
      code: 'TARGET_FAILED',
      message: expect.not.stringContaining('wrong-key'),
      hint: expect.stringContaining('SF_EXTRACT_TO_API_KEY'),
    })
    const right = await openSinkInto({ ...place, address: place.address.replace('//', '//:right-key@') })
    await right.sink.write('Account', [buildSampleDocument('1')])
    expect(place.server.documents('crm').size).toBe(1)
  })

  it('knows whether its index is there', async () => {
    const place = await open()
    const { sink, target } = await openSinkInto(place)
    expect([await target.isMissing?.(), await target.check()]).toEqual([
      true,
      'it answers; the first run makes the index crm',
    ])
    await sink.write('Account', [buildSampleDocument('1')])
    expect([await target.isMissing?.(), await target.check()]).toEqual([false, 'the index crm is there'])
  })
})
