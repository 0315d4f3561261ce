import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/clock.js'
import { openStore } from '../../../src/state/stores/open-store.js'
import { openCliOrg } from '../../support/cli-org.js'
import { storesUnderTest, type StoreServer } from '../../support/stores/store-places.js'

const servers = storesUnderTest.filter(({ name }) => name === 'redis' || name === 'postgres')

for (const { name, isMissing, start } of servers) {
  describe.skipIf(isMissing)(`a state on ${name}`, { timeout: 120_000 }, () => {
    let server: StoreServer
    beforeAll(async () => {
      server = await start()
    })
    afterAll(async () => server?.close())

    it('has everything after its server was killed, and waits for it with the lock in hand', async () => {
      const { address } = await server.open()
      const { state, lock } = await openStore(address, { clock: systemClock })
      const held = await lock('crm')
      await held.state.write([{ key: 'object:crm:Account', value: { n: 1 } }])
      await server.crash!()
      const waiting = Promise.all([
        held.state.write([{ key: 'object:crm:Account', value: { n: 2 } }]),
        state.read('object:crm:Case'),
      ])
      await server.start!()
      await waiting
      expect(await state.read('object:crm:Account')).toEqual({ n: 2 })
      await expect(lock('crm')).rejects.toMatchObject({ code: 'LOCK_HELD' })
      await held.release()
      await state.close()
    })

    it('says so at once where its server is away when it is opened, and without the password', async () => {
      const { address } = await server.open()
      await server.crash!()
      const opening = openStore(address, { clock: systemClock })
      await expect(opening).rejects.toMatchObject({
        code: 'STATE_UNREACHABLE',
        message: expect.stringMatching(
          /^The state at \w+:\/\/127\.0\.0\.1:\d+\/\w+ can't be reached: .*ECONNREFUSED/,
        ) as string,
        hint: expect.stringContaining('extract.state') as string,
      })
      await server.start!()
    })

    it('says where user and password are to be looked for when they are refused', async () => {
      const { address } = await server.open()
      const opening = openStore(address.replace(/:[^:@/]*@/, ':n0t-th3-0ne@'), { clock: systemClock })
      await expect(opening).rejects.toMatchObject({
        code: 'STATE_BROKEN',
        hint: expect.stringContaining('Check user and password') as string,
      })
    })

    it('keeps no command longer than its work, and runs as a folder does', async () => {
      const { address } = await server.open()
      const org = await openCliOrg({ records: 20 })
      Object.assign(org.env, { SF_EXTRACT_STATE: address })
      const first = org.start('sync', '--output', 'out')
      await first.saw(': done, ')
      const saidMs = Date.now()
      expect(await first.ended).toMatchObject({ code: 0 })
      expect(Date.now() - saidMs).toBeLessThan(5000)
      expect(await org.run('sync', '--output', 'out')).toMatchObject({
        code: 0,
        stderr: expect.stringContaining(': done, 0 written') as string,
      })
    })
  })
}
