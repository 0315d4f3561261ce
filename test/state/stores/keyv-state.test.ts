import { Keyv } from 'keyv'
import { describe, expect, it } from 'vitest'
import { openMemoryState } from '../../../src/state/memory-state.js'
import { plainJson } from '../../../src/state/stores/databases/engine.js'
import { describeState } from '../../contracts/state.contract.js'
import { openPlainKeyv } from '../../support/keyv-engine.js'
import { openManualClock } from '../../support/manual-clock.js'

describeState('a store of Keyv', async () => {
  const store = new Map<string, unknown>()
  const reopen = () => openPlainKeyv(openKeyv(store), 'memory:')
  return { state: await reopen(), reopen }
})

describeState('memory', async () => {
  const state = openMemoryState()
  return { state, reopen: () => Promise.resolve(state) }
})

describe('a store with a value that is not what was written', () => {
  it.each([
    ['no JSON', '{"value":{"vers'],
    ['none', ''],
    ['another one', '{"value":{"version":1,"crc32":"00000000","value":{"rows":{}}}}'],
    ['one without a seal', '{"value":{"rows":{}}}'],
    ['no value', 'null'],
    ['something else', '{"other":1}'],
  ])('fails the reading of it alone (%s)', async (_name, damaged) => {
    const rows = new Map<string, unknown>()
    const state = await openPlainKeyv(new Keyv({ store: rows, throwOnErrors: true, ...plainJson }), 'redis://cache')
    for (const object of ['Account', 'Case']) await state.write([{ key: `object:crm:${object}`, value: { rows: {} } }])
    const account = [...rows.keys()].find((key) => key.includes('Account'))
    rows.set(account!, damaged)
    await expect(state.read('object:crm:Account')).rejects.toMatchObject(broken('how far Account of crm'))
    expect(await state.keys('object:')).toEqual(['object:crm:Account', 'object:crm:Case'])
    expect(await state.read('object:crm:Case')).toEqual({ rows: {} })
  })

  it('refuses one of a newer form as such', async () => {
    const rows = new Map<string, unknown>()
    const state = await openPlainKeyv(new Keyv({ store: rows, throwOnErrors: true, ...plainJson }), 'redis://cache')
    await state.write([{ key: 'run:crm', value: {} }])
    for (const [key, text] of rows) rows.set(key, String(text).replace('"version":1', '"version":2'))
    await expect(state.read('run:crm')).rejects.toMatchObject({ code: 'STATE_NEWER' })
  })
})

describe('a store that fails', () => {
  it('is told when it is opened', async () => {
    const store = { ...working, get: () => Promise.reject(new Error('connection refused')) }
    await expect(openPlainKeyv(openKeyv(store), 'redis://cache')).rejects.toMatchObject({
      code: 'STATE_BROKEN',
      message: "The state at redis://cache can't be used: connection refused",
    })
  })

  it('is closed again when it can not be opened', async () => {
    let isOpen = true
    const store = {
      ...working,
      get: () => Promise.reject(new Error('connection refused')),
      disconnect: async () => void (isOpen = false),
    }
    await expect(openPlainKeyv(openKeyv(store), 'redis://cache')).rejects.toMatchObject(broken('connection refused'))
    expect(isOpen).toBe(false)
  })

  it('fails the operation during which it emits an error and answers as if nothing were there', async () => {
    const store = { ...working }
    const keyv = openKeyv(store)
    const state = await openPlainKeyv(keyv, 'redis://cache')
    store.get = async () => void keyv.emit('error', new Error('socket closed'))
    await expect(state.read('run:crm')).rejects.toMatchObject(broken('socket closed'))
  })

  it('fails an operation that would never end', async () => {
    const store = { ...working }
    const keyv = openKeyv(store)
    const state = await openPlainKeyv(keyv, 'redis://cache')
    store.set = () => new Promise(() => setImmediate(() => keyv.emit('error', new Error('server gone'))))
    await expect(state.write([{ key: 'k', value: 1 }])).rejects.toMatchObject(broken('server gone'))
  })

  it('is forgiven an error while nothing was asked of it', async () => {
    const keyv = openKeyv({ ...working })
    const state = await openPlainKeyv(keyv, 'redis://cache')
    keyv.emit('error', new Error('idle connection reset'))
    expect(await state.read('run:crm')).toBeUndefined()
  })

  it('fails a write that it refuses or throws at', async () => {
    const store = { ...working }
    const state = await openPlainKeyv(openKeyv(store), 'x:')
    store.set = () => Promise.resolve(false)
    await expect(state.write([{ key: 'k', value: 1 }])).rejects.toMatchObject(broken('refused the key k'))
    store.delete = () => Promise.reject(new Error('read only'))
    await expect(state.write([{ key: 'k', value: undefined }])).rejects.toMatchObject(broken('read only'))
  })

  it('fails the listing of keys where it has none', async () => {
    const state = await openPlainKeyv(openKeyv({ ...working }), 'x:')
    await expect(state.keys('')).rejects.toMatchObject(broken('list its keys'))
  })

  it('is tried again while what it met may pass, for a minute and a half, and then given up', async () => {
    const store = { ...working }
    const clock = openManualClock()
    const state = await openPlainKeyv(openKeyv(store), 'redis://cache', { clock, passing: /away/ })
    let failures = 0
    store.set = () => (++failures <= 100 ? Promise.reject(new Error('server away')) : Promise.resolve(true))
    await state.write([{ key: 'k', value: 1 }])
    expect(failures).toBe(101)
    store.set = () => Promise.reject(new Error('server away'))
    const fails = { code: 'STATE_UNREACHABLE', message: "The state at redis://cache can't be reached: server away" }
    await expect(state.write([{ key: 'k', value: 1 }])).rejects.toMatchObject(fails)
    const triedFor = clock.sleeps.slice(100).reduce((sum, ms) => sum + ms, 0)
    expect(triedFor).toBe(90_000)
    // The end of a run that gave up does not wait as long again.
    await expect(state.write([{ key: 'k', value: 1 }])).rejects.toMatchObject(fails)
    expect(clock.sleeps).toHaveLength(100 + triedFor / 500)
  })

  it('fails to close', async () => {
    const store = { ...working, disconnect: () => Promise.reject(new Error('still busy')) }
    const state = await openPlainKeyv(openKeyv(store), 'x:')
    await expect(state.close()).rejects.toMatchObject(broken('still busy'))
  })
})

const working = {
  opts: {},
  get: (): Promise<unknown> => Promise.resolve(),
  set: (): Promise<unknown> => Promise.resolve(true),
  delete: (): Promise<boolean> => Promise.resolve(true),
  clear: () => Promise.resolve(),
}

function openKeyv(store: Map<string, unknown> | typeof working): Keyv {
  return new Keyv({ store, throwOnErrors: true, useKeyPrefix: false, namespace: '' })
}

function broken(message: string) {
  return { code: 'STATE_BROKEN', message: expect.stringContaining(message) as string }
}
