import { describe, expect, it } from 'vitest'
import type { Document } from '../../../src/terms.js'
import { buildSampleDocument } from '../../support/sample-document.js'
import { startTypesenseServer } from '../../support/targets/typesense-server.js'
import { describeTarget, openSinkInto } from './contract.js'

async function open() {
  const server = await startTypesenseServer()
  return {
    address: `typesense+http://${server.host}/crm`,
    server,
    refuse: (id: string) => void server.unfit.add(id),
    load: async () => [...server.documents('crm').values()] as unknown as Document[],
  }
}

describeTarget('typesense', { hasIds: true }, open)

describe('a typesense+http: target', () => {
  it('makes the collection where there is none, with the fields that are searched', async () => {
    const place = await open()
    const { sink, target } = await openSinkInto(place)
    expect([await target.isMissing?.(), await target.check()]).toEqual([
      true,
      'it answers; the first run makes the collection crm',
    ])
    await sink.write('Account', [buildSampleDocument('1')])
    expect([await target.isMissing?.(), await target.check()]).toEqual([false, 'the collection crm is there'])
    const fields = place.server.schemas.get('crm')!.map(({ name }) => name)
    expect(fields).toEqual(['title', 'content', 'summary', 'tags', 'type', 'category', 'created', 'updated'])
    place.server.dropCollection('crm')
    await sink.write('Account', [buildSampleDocument('2')])
    expect([...place.server.documents('crm').keys()]).toEqual(['2'])
  })

  it('has not taken what a page is shown for in place of an answer', async () => {
    const place = await open()
    const { sink } = await openSinkInto(place)
    for (let tries = 0; tries < 8; tries++) place.server.troubles.push({ status: 200, body: '<h1>Sign in</h1>\nnull' })
    await expect(sink.write('Account', [buildSampleDocument('1')])).rejects.toMatchObject({ code: 'TARGET_FAILED' })
    expect(place.server.documents('crm').size).toBe(0)
  })

  it('sends again what the target was not ready for, and only that', async () => {
    const place = await open()
    const { sink } = await openSinkInto(place)
    place.server.busy.add('2')
    await sink.write(
      'Account',
      ['1', '2', '3'].map((id) => buildSampleDocument(id)),
    )
    const imports = place.server.requests.filter(({ path }) => path.includes('/import'))
    expect(imports.map(({ body }) => body.split('\n').length)).toEqual([3, 3, 1])
    expect(place.server.documents('crm').size).toBe(3)
  })

  it('deletes many at once, whatever signs are in their ids', async () => {
    const place = await open()
    const { sink } = await openSinkInto(place)
    const documents = Array.from({ length: 300 }, (_, n) => buildSampleDocument(`0015g00000ABCDEAA${n}#2`))
    await sink.write('Account', documents)
    expect(place.server.documents('crm').size).toBe(300)
    const tombstones = documents.map(({ id, source, type, category, categories, metadata, system }) => {
      const of = { id, source, type, category, categories, metadata, system }
      return { ...of, deleted: true as const, reason: 'deleted' as const, deleted_at: '2099-01-01T00:00:00.000Z' }
    })
    await sink.write('Account', tombstones)
    expect(place.server.documents('crm').size).toBe(0)
  })

  it('says that the key is wrong', async () => {
    const place = await open()
    place.server.key = 'right-key'
    const { sink } = await openSinkInto({ ...place, address: place.address.replace('//', '//:wrong-key@') })
    await expect(sink.write('Account', [buildSampleDocument('1')])).rejects.toMatchObject({
      code: 'TARGET_FAILED',
      message: expect.not.stringContaining('wrong-key'),
      hint: expect.stringContaining('documents:import'),
    })
  })
})
