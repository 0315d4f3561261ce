import { describe, expect, it } from 'vitest'
import type { Document } from '../../../src/terms.js'
import { buildSampleDocument } from '../../support/sample-document.js'
import { startBulkServer } from '../../support/targets/bulk-server.js'
import { describeTarget, openSinkInto } from './contract.js'

const products = ['elasticsearch', 'opensearch'] as const

for (const product of products) {
  const open = async () => {
    const server = await startBulkServer(product)
    return {
      address: `${product}+http://${server.host}/crm`,
      server,
      refuse: (id: string) => void server.unfit.add(id),
      load: async () => [...server.documents('crm').values()] as unknown as Document[],
    }
  }
  describeTarget(product, { hasIds: true }, open)

  describe(product, () => {
    it('sends again what the target was too busy for, and only that', async () => {
      const place = await open()
      place.server.busy.add('2')
      const { sink } = await openSinkInto(place)
      await sink.write(
        'Account',
        ['1', '2', '3'].map((id) => buildSampleDocument(id)),
      )
      const sent = place.server.requests.map(({ body }) => [...body.matchAll(/"_id":"(\d)"/g)].map(([, id]) => id))
      expect(sent).toEqual([['1', '2', '3'], ['2']])
      expect(place.server.documents('crm').size).toBe(3)
    })

    it('says that the login is wrong, without the password', async () => {
      const place = await open()
      place.server.authorization = `Basic ${Buffer.from('elastic:pa/ss').toString('base64')}`
      const withPassword = (password: string) => `${product}+http://elastic:${password}@${place.server.host}/crm`
      const wrong = await openSinkInto({ ...place, address: withPassword('wrong%2Fsecret') })
      const writing = wrong.sink.write('Account', [buildSampleDocument('1')])
      await expect(writing).rejects.toMatchObject({
        code: 'TARGET_FAILED',
        message: expect.not.stringContaining('secret'),
        hint: expect.stringContaining('SF_EXTRACT_TO_PASSWORD'),
      })
      const right = await openSinkInto({ ...place, address: withPassword('pa%2Fss') })
      await right.sink.write('Account', [buildSampleDocument('1')])
      expect(place.server.documents('crm').size).toBe(1)
    })

    it('knows whether its index is there', async () => {
      const place = await open()
      const { sink, target } = await openSinkInto(place)
      expect(await target.isMissing?.()).toBe(true)
      await sink.write('Account', [buildSampleDocument('1')])
      expect(await target.isMissing?.()).toBe(false)
    })
  })
}

it('tells an Elasticsearch address that leads to something else', async () => {
  const server = await startBulkServer('opensearch')
  const { sink } = await openSinkInto({ address: `elasticsearch+http://${server.host}/crm`, load: async () => [] })
  await expect(sink.write('Account', [buildSampleDocument('1')])).rejects.toMatchObject({
    code: 'TARGET_FAILED',
    hint: expect.stringContaining('opensearch+'),
  })
})

it('sends an API key as such', async () => {
  const server = await startBulkServer('elasticsearch')
  server.authorization = 'ApiKey a2V5'
  const { sink } = await openSinkInto({
    address: `elasticsearch+http://:a2V5@${server.host}/crm`,
    load: async () => [],
  })
  await sink.write('Account', [buildSampleDocument('1')])
  expect(server.documents('crm').size).toBe(1)
})
