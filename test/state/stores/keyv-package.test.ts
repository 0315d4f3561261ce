import { expect, it } from 'vitest'
import { openPackageStore } from '../../../src/state/stores/keyv-package.js'
import { openManualClock } from '../../support/manual-clock.js'

/** Stands for a package that is installed: its adapter keeps all in memory. */
const memoryPackage = 'data:text/javascript,export default class extends Map { opts = {} }'

it('a store on a package takes its locks as leases among its keys', async () => {
  const options = { parameters: [], text: 'redis://cache', clock: openManualClock() }
  const { state, lock } = await openPackageStore(memoryPackage, options)
  const lease = await lock('crm')
  expect(await state.read('lock:crm')).toMatchObject({ holder: { pid: process.pid } })
  await expect(lock('crm')).rejects.toMatchObject({ code: 'LOCK_HELD' })
  await lease.release()
  expect(await state.read('lock:crm')).toBeUndefined()
})
