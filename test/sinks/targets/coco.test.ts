import { describe, expect, it } from 'vitest'
import { buildSampleDocument } from '../../support/sample-document.js'
import { loadCoco, startCocoServer } from '../../support/targets/coco-server.js'
import { describeTarget, openSinkInto } from './contract.js'

async function open() {
  const server = await startCocoServer('crm')
  return {
    address: `coco+http://${server.host}/crm`,
    server,
    refuse: (id: string) => void server.unfit.add(id),
    load: async () => loadCoco(server),
  }
}

describeTarget('coco', { hasIds: true, keepsNewest: false, mostAtOnce: 16, splits: false, many: 40 }, open)

describe('a coco+http: target', () => {
  it('sends a token as such, and says that the server or the datasource is another', async () => {
    const place = await open()
    place.server.token = 'token-of-coco'
    const at = (key: string) => ({ ...place, address: place.address.replace('//', `//:${key}@`) })
    const wrong = await openSinkInto(at('wrong-token'))
    await expect(wrong.sink.write('Account', [buildSampleDocument('1')])).rejects.toMatchObject({
      code: 'TARGET_FAILED',
      message: expect.not.stringContaining('wrong-token'),
      hint: expect.stringContaining('API token'),
    })
    const right = await openSinkInto(at('token-of-coco'))
    await right.sink.write('Account', [buildSampleDocument('1')])
    expect(await right.target.check()).toBe('the datasource crm is there')
    const other = await openSinkInto({ ...place, address: at('token-of-coco').address.replace('/crm', '/attic') })
    await expect(other.target.check()).rejects.toMatchObject({
      message: expect.stringContaining('no datasource attic'),
    })
  })
})
