import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/config/config.js'
import { resolveStateAddress } from '../../../src/config/addresses/state-address.js'
import { redact } from '../../../src/errors/redact.js'
import {
  credentials,
  errorOf,
  loadFiles,
  openFolder,
  problemsOf,
  salesforceConnector as connector,
} from '../config-folder.js'

const load = (extract: Record<string, unknown>) => loadFiles({ 'coco.yml': { connector, extract } })

describe("the tool's own settings", () => {
  it('have defaults', async () => {
    const { extract, file } = await load({})
    expect(extract).toMatchObject({
      state: `file:${join(file!, '..', '.sf-extract')}`,
      concurrency: 4,
      retry: { attempts: 5, delayMs: 500, maxDelayMs: 30_000, budgetMs: 900_000 },
      requestTimeoutMs: 300_000,
      maxAnswerBytes: 64_000_000,
      quotaReserve: { percent: 5 },
      tokenCache: true,
      pageSize: 2000,
      overlapLimit: 250_000,
    })
  })

  it('are read', async () => {
    const { extract } = await load({
      state: 'redis://localhost',
      concurrency: '25',
      retry: { attempts: 1, delay: '10ms', max_delay: '1s', budget: '0' },
      request_timeout: '30s',
      max_answer_bytes: '200 MB',
      quota_reserve: '12.5%',
      token_cache: 'no',
      page_size: 200,
      overlap_limit: 0,
    })
    expect(extract).toMatchObject({
      state: 'redis://localhost',
      concurrency: 25,
      retry: { attempts: 1, delayMs: 10, maxDelayMs: 1000, budgetMs: 0 },
      requestTimeoutMs: 30_000,
      maxAnswerBytes: 200_000_000,
      quotaReserve: { percent: 12.5 },
      tokenCache: false,
      pageSize: 200,
      overlapLimit: 0,
    })
    expect((await load({ quota_reserve: 500 })).extract.quotaReserve).toEqual({ calls: 500 })
  })

  it('are told where they are wrong, all at once', async () => {
    const extract = {
      concurency: 4,
      concurrency: 26,
      page_size: 199,
      quota_reserve: '100%',
      request_timeout: '1ms',
      overlap_limit: 1.5,
      token_cache: '',
      retry: { attempts: 0, dealy: '1s', delay: 500, max_delay: '2d' },
      state: 5,
    }
    expect(await problemsOf(load(extract))).toEqual({
      'extract.concurency': 'unknown key; did you mean "concurrency"?',
      'extract.concurrency': '"26" must be a whole number from 1 to 25',
      'extract.page_size': '"199" must be a whole number from 200 to 2000',
      'extract.quota_reserve': '"100%" must be a share below 100% such as 10%, or a number of calls',
      'extract.request_timeout': '"1ms" must be from 100ms to 1h',
      'extract.overlap_limit': '"1.5" must be a whole number from 0 to 10000000',
      'extract.retry.attempts': '"0" must be a whole number from 1 to 20',
      'extract.retry.dealy': 'unknown key; did you mean "delay"?',
      'extract.retry.delay': expect.stringContaining('"500" is not a duration') as string,
      'extract.retry.max_delay': '"2d" must be from 1ms to 1h',
    })
    expect(Object.keys(await problemsOf(load({ retry: 5 })))).toEqual(['extract.retry'])
  })

  it('keep their shape where the environment speaks of the inside of one that is wrong', async () => {
    const problems = await problemsOf(
      loadFiles({ 'coco.yml': { connector, extract: { retry: 5 } } }, { env: { SF_EXTRACT_RETRY_DELAY: '1s' } }),
    )
    expect(problems).toEqual({ 'extract.retry': 'must be a map of settings' })
  })
})

describe('the state', () => {
  it.each([
    ['file:.sf-extract', 'file:/base/.sf-extract'],
    ['file:///var/state', 'file:/var/state'],
    ['file:///var/s%20f', 'file:/var/s f'],
    ['file:~/state', 'file:/home/ann/state'],
    ['FILE:x', 'file:/base/x'],
    ['state/dir', 'file:/base/state/dir'],
    ['~', 'file:/home/ann'],
    ['sqlite:state.db', 'sqlite:/base/state.db'],
    ['sqlite://state.db', 'sqlite:/base/state.db'],
    ['sqlite::memory:', 'sqlite::memory:'],
    ['postgres://host/db', 'postgres://host/db'],
  ])('at %s is %s', (given, address) => {
    expect(resolveStateAddress(given, '/base', '/home/ann')).toBe(address)
  })

  it.each([
    ['reddis://host', 'did you mean "redis"'],
    ['mysql://host', "isn't a kind of state"],
    ['file:', "doesn't say where"],
    ['file:///%zz', "isn't the URL of a folder"],
  ])('at %s is refused', async (state, reason) => {
    expect(await problemsOf(load({ state }))).toEqual({ 'extract.state': expect.stringContaining(reason) as string })
  })

  it('counts from the file, and where the environment names it from the working directory', async () => {
    const folder = await openFolder({ '.salesforcerc': { ...credentials, state: 'file:here' }, 'deep/down/x': '' })
    const cwd = join(folder, 'deep/down')
    expect((await loadConfig({ cwd, env: {} })).extract.state).toBe(`file:${join(folder, 'here')}`)
    expect((await loadConfig({ cwd, env: { SF_EXTRACT_STATE: 'file:here' } })).extract.state).toBe(
      `file:${join(cwd, 'here')}`,
    )
    expect((await loadConfig({ cwd, env: { SF_EXTRACT_STATE: 'file:~/s', HOME: '/home/ann' } })).extract.state).toBe(
      'file:/home/ann/s',
    )
    const error = await errorOf(loadConfig({ cwd, env: { SF_EXTRACT_STATE: 'nfs:x' } }))
    expect(error.message).toMatch(`The environment: SF_EXTRACT_STATE - "nfs:" isn't a kind of state`)
  })

  it('keeps a password out of every text', async () => {
    await load({ state: 'redis://ann:pass%20word@localhost:6379' })
    expect(redact('pass word, pass%20word')).toBe('[redacted], [redacted]')
    await load({ state: 'postgres://ann:100%sure@localhost/state' })
    expect(redact('100%sure')).toBe('[redacted]')
  })
})
