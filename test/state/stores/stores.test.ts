import { afterAll, beforeAll, describe } from 'vitest'
import { describeFence, describeStore } from '../../contracts/store.contract.js'
import { storesUnderTest, type StoreServer } from '../../support/stores/store-places.js'

for (const { name, isMissing, start } of storesUnderTest) {
  describe.skipIf(isMissing)(`with the real ${name}`, () => {
    let server: StoreServer
    beforeAll(async () => {
      server = await start()
    })
    afterAll(async () => server?.close())

    describeStore(name, () => server.open())
    // A folder has no transaction.
    if (name !== 'file') describeFence(name, () => server.open())
  })
}
