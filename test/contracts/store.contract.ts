import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../src/clock.js'
import { openStore } from '../../src/state/stores/open-store.js'
import type { Store } from '../../src/state/stores/store.js'
import type { StorePlace } from '../support/stores/store-places.js'
import { describeState } from './state.contract.js'

/** What every Store promises, on top of its State. `open` gives an empty place. */
export function describeStore(name: string, open: () => Promise<StorePlace>): void {
  describeState(name, async () => {
    const { address } = await open()
    const reopen = async () => (await openAt(address)).state
    return { state: await reopen(), reopen }
  })

  describe(`${name} keeps the contract of Store`, () => {
    it('gives a lock to one at a time, and tells who has it', async () => {
      const { address } = await open()
      const [one, other] = [await openAt(address), await openAt(address)]
      const held = await one.lock('crm:é')
      await expect(other.lock('crm:é')).rejects.toMatchObject({
        code: 'LOCK_HELD',
        message: expect.stringContaining(`process ${process.pid} on `) as string,
      })
      await (await other.lock('crm')).release()
      await held.release()
      await (await other.lock('crm:é')).release()
    })

    it('counts the holders of a lock, also those that were taken over, and keeps locks out of its keys', async () => {
      const { address } = await open()
      const numbers: number[] = []
      for (let turn = 0; turn < 3; turn++) {
        const store = await openAt(address)
        const lock = await store.lock('crm')
        numbers.push(lock.fence.number)
        await lock.release()
        await store.state.close()
      }
      expect(numbers).toEqual([1, 2, 3])
      expect(await (await openAt(address)).state.keys('')).toEqual([])
    })

    it('refuses what a holder writes that was silent for so long that another took over', async () => {
      const { address, silence } = await open()
      const [slept, awake] = [await openAt(address), await openAt(address)]
      const before = await slept.lock('crm')
      await before.state.write([{ key: 'object:crm:Account', value: { by: 'the first' } }])
      await silence('crm', 30_000)
      await expect(awake.lock('crm')).rejects.toMatchObject({ code: 'LOCK_HELD' })
      await silence('crm', 31_000)
      const after = await awake.lock('crm')
      await after.state.write([{ key: 'object:crm:Account', value: { by: 'the second' } }])
      const late = before.state.write([
        { key: 'object:crm:Case', value: { by: 'the first' } },
        { key: 'object:crm:Account', value: undefined },
      ])
      await expect(late).rejects.toMatchObject({
        code: 'LOCK_HELD',
        message: expect.stringContaining('lost') as string,
      })
      await expect(before.state.write([])).rejects.toMatchObject({ code: 'LOCK_HELD' })
      expect(await slept.state.read('object:crm:Account')).toEqual({ by: 'the second' })
      expect(await slept.state.keys('')).toEqual(['object:crm:Account'])
      await before.release()
      await expect(slept.lock('crm')).rejects.toMatchObject({ code: 'LOCK_HELD' })
      await after.state.write([])
      await after.release()
    })

    it('leaves the state to others, and to the holders of other locks', async () => {
      const { address } = await open()
      const store = await openAt(address)
      const [one, other] = [await store.lock('one'), await store.lock('other')]
      await Promise.all([
        one.state.write([{ key: 'run:one', value: {} }]),
        other.state.write([{ key: 'run:other', value: {} }]),
        store.state.write([{ key: 'org:one', value: '00D' }]),
      ])
      expect((await store.state.keys('')).toSorted()).toEqual(['org:one', 'run:one', 'run:other'])
      await one.release()
      await other.release()
    })

    it('gives a lock that is free to one of many who ask at the same moment', async () => {
      const { address, silence } = await open()
      const stores = await Promise.all(Array.from({ length: 6 }, () => openAt(address)))
      await stores[0]!.lock('crm')
      await silence('crm', 61_000)
      const asked = await Promise.allSettled(stores.map((store) => store.lock('crm')))
      expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    })
  })
}

/** Writes of a holder that are under way while another takes over are there before the other has the lock, or never. */
export function describeFence(name: string, open: () => Promise<StorePlace>): void {
  it(`${name} has nothing of a holder once another has the lock, however close they are`, async () => {
    const { address, silence } = await open()
    const [one, other] = [await openAt(address), await openAt(address)]
    let holder = await one.lock('crm')
    for (let round = 0; round < 5; round++) {
      await silence('crm', 61_000)
      const ended = writeOn(holder.state).catch((error: unknown) => error)
      const next = await (round % 2 === 0 ? other : one).lock('crm')
      const seen = await next.state.read('object:crm:Account')
      expect(await ended).toMatchObject({ code: 'LOCK_HELD' })
      expect(await next.state.read('object:crm:Account')).toEqual(seen)
      holder = next
    }
  })
}

async function writeOn(state: Store['state']): Promise<void> {
  for (let n = 0; ; n++) {
    await state.write([{ key: 'object:crm:Account', value: { n } }])
    // A store in this process leaves nobody else a turn.
    await new Promise(setImmediate)
  }
}

async function openAt(address: string): Promise<Store> {
  const store = await openStore(address, { clock: systemClock })
  onTestFinished(() => store.state.close().catch(() => undefined))
  return store
}
