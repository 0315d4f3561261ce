import { describe, expect, test } from 'vitest'
import { openStatusServer } from '../../../src/dispatcher/http/server.js'
import { keepSecret } from '../../../src/errors/redact.js'
import { parsePrometheusText, valueOf } from '../../support/prometheus-text.js'
import { crm, objectReport } from '../../support/reported-runs.js'
import { openWatchedServer } from '../../support/status-server.js'

const token = 'correct-horse-battery'
const bearer = { authorization: `Bearer ${token}` }

describe('/healthz', () => {
  test('is 200 while datasources succeed in three intervals, and names those that do not', async () => {
    const { ask, choose, run, clock } = await openWatchedServer()
    choose(crm, { ...crm, id: 'support' })
    expect(await ask('/healthz')).toMatchObject({ status: 200, body: 'ok\n' })
    clock.advance(800_000)
    const { ended } = run([objectReport('Account')])
    clock.advance(200_000)
    expect(await ask('/healthz')).toMatchObject({ status: 503, body: expect.stringContaining('support: never') })
    clock.advance(800_000)
    expect((await ask('/healthz')).body).toContain(`crm: ${ended}`)
  })
})

describe('/readyz', () => {
  test('is 200 from the first planned round on, until the dispatcher drains', async () => {
    const { ask, choose, plan, status } = await openWatchedServer()
    expect(await ask('/readyz')).toMatchObject({ status: 503, body: 'starting\n' })
    choose(crm)
    expect((await ask('/readyz')).status).toBe(503)
    plan('crm')
    expect(await ask('/readyz')).toMatchObject({ status: 200, body: 'ok\n' })
    status.listener.settingsRead?.({ error: { code: 'CONFIG_INVALID', message: 'no' } })
    expect((await ask('/readyz')).status).toBe(200)
    status.listener.draining?.({ atWork: 'stops' })
    expect(await ask('/readyz')).toMatchObject({ status: 503, body: 'draining\n' })
  })
})

describe('/metrics', () => {
  test('has every series by datasource and object, in a form that Prometheus reads', async () => {
    const { ask, choose, run, fail, server, clock } = await openWatchedServer()
    choose(crm)
    const watermark = '2026-01-05T09:30:00.000Z'
    run([objectReport('Account', { written: 5, deleted: 2, bytes: 4096, calls: 3, watermark })], {
      seconds: 4,
      calls: 5,
      quota: { used: 17, max: 15_000 },
    })
    server.listener.retried?.({
      datasource: 'crm',
      runId: 'r',
      object: 'Account',
      code: 'ORG_UNAVAILABLE',
      delayMs: 1,
    })
    fail({ code: 'LOGIN_REFUSED', message: 'no' })
    clock.advance(60_000)
    const { status, headers, body } = await ask('/metrics')
    expect(status).toBe(200)
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
    const samples = parsePrometheusText(body)
    const account = { datasource: 'crm', object: 'Account' }
    expect(valueOf(samples, 'sf_extract_documents_written_total', account)).toBe(5)
    expect(valueOf(samples, 'sf_extract_tombstones_written_total', account)).toBe(2)
    expect(valueOf(samples, 'sf_extract_bytes_written_total', account)).toBe(4096)
    expect(valueOf(samples, 'sf_extract_api_calls_total', account)).toBe(3)
    expect(valueOf(samples, 'sf_extract_api_calls_total', { datasource: 'crm', object: '' })).toBe(2)
    expect(valueOf(samples, 'sf_extract_lag_seconds', account)).toBe(64)
    expect(valueOf(samples, 'sf_extract_retries_total', { ...account, code: 'ORG_UNAVAILABLE' })).toBe(1)
    expect(valueOf(samples, 'sf_extract_failures_total', { object: '', code: 'LOGIN_REFUSED' })).toBe(1)
    expect(valueOf(samples, 'sf_extract_quota_used', { connector: 'salesforce' })).toBe(17)
    expect(valueOf(samples, 'sf_extract_quota_max', { connector: 'salesforce' })).toBe(15_000)
    expect(valueOf(samples, 'sf_extract_last_success_timestamp_seconds', { datasource: 'crm' })).toBe(
      Date.UTC(2026, 0, 5, 9, 30, 4) / 1000,
    )
    expect(valueOf(samples, 'sf_extract_run_duration_seconds_bucket', { datasource: 'crm', le: '2' })).toBe(1)
    expect(valueOf(samples, 'sf_extract_run_duration_seconds_count', { datasource: 'crm' })).toBe(2)
    expect(valueOf(samples, 'sf_extract_run_duration_seconds_sum', { datasource: 'crm' })).toBe(4)
  })

  test('has no series of a datasource that is no longer in the settings, and names that need escapes', async () => {
    const { ask, choose, run } = await openWatchedServer()
    choose(crm, { ...crm, id: 'old', connector: 'other' })
    run([objectReport('Account')], { datasource: 'old', quota: { used: 1, max: 2 } })
    run([objectReport('a"b\\c\nd')])
    expect((await ask('/metrics')).body).toContain('old')
    choose(crm)
    const samples = parsePrometheusText((await ask('/metrics')).body)
    expect(samples.filter(({ labels }) => Object.values(labels).some((label) => label === 'old'))).toEqual([])
    expect(samples.filter(({ labels }) => labels['connector'] === 'other')).toEqual([])
    expect(valueOf(samples, 'sf_extract_api_calls_total', { object: 'a"b\\c\nd' })).toBe(0)
  })
})

describe('the page', () => {
  test('comes with a policy that lets nothing in but its own style and script, and with its data as text', async () => {
    const { ask, choose } = await openWatchedServer()
    keepSecret('very-secret-value')
    choose({ ...crm, name: '</script><script>alert(1)</script><!-- very-secret-value' })
    const { status, headers, body } = await ask('/')
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-/,
    )
    expect(headers['content-security-policy']).toMatch(/connect-src 'self'; frame-ancestors 'none'$/)
    expect(headers['content-security-policy']).not.toContain('unsafe')
    expect(body.match(/<script/g)).toHaveLength(2)
    expect(body).not.toMatch(/very-secret-value|<script>alert|(?:src|href)="(?!#|data:)/)
  })

  test('has its directories and records looked up for the directories there are alone, and once for all who look', async () => {
    let looks = 0
    const account = { group: 'Standard Objects', title: 'Account', path: '/Standard Objects/Account/', count: 1 }
    const browse = {
      directories: async (datasource: string) => (datasource === 'crm' ? [account] : []),
      records: async () => {
        looks += 1
        return [{ id: '001', type: 'Account', title: 'Acme' }]
      },
    }
    const { ask, clock } = await openWatchedServer({ browse })
    expect(JSON.parse((await ask('/directories?datasource=crm')).body)).toEqual([account])
    const records = `/records?datasource=crm&path=${encodeURIComponent(account.path)}`
    expect(JSON.parse((await ask(records)).body)).toMatchObject([{ title: 'Acme' }])
    await ask(records)
    expect(looks).toBe(1)
    clock.advance(5000)
    await ask(records)
    expect(looks).toBe(2)
    expect((await ask('/records?datasource=crm&path=%2F..%2F..%2Fetc%2F')).status).toBe(404)
    expect((await ask('/records?datasource=nobody&path=%2FStandard%20Objects%2FAccount%2F')).status).toBe(404)
    const { ask: askWithout } = await openWatchedServer()
    expect((await askWithout('/directories?datasource=crm')).status).toBe(404)
  })

  test('is not answered for what fails inside, and says nothing of it', async () => {
    const browse = {
      directories: async () => {
        throw new Error('/home/somebody is broken')
      },
    }
    const { ask } = await openWatchedServer({ browse })
    expect(await ask('/directories?datasource=crm')).toMatchObject({
      status: 500,
      body: 'This could not be answered.\n',
    })
  })
})

describe('a request', () => {
  test('that is no GET or HEAD, or for another path, is refused in plain text', async () => {
    const { ask } = await openWatchedServer()
    expect(await ask('/etc/passwd')).toMatchObject({
      status: 404,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    })
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect(await ask('/metrics', {}, method)).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } })
    }
    expect(await ask('/metrics', {}, 'HEAD')).toMatchObject({ status: 200, body: '' })
    expect(await ask('/events', {}, 'HEAD')).toMatchObject({ status: 200, body: '' })
  })

  test('by a name that is not loopback is refused on loopback: another site may have made it lead here', async () => {
    const { ask, port } = await openWatchedServer()
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      '[::2]',
    ]) {
      expect(await ask('/', { host })).toMatchObject({ status: 403 })
      expect(await ask('/healthz', { host })).toMatchObject({ status: 403 })
    }
    for (const host of ['localhost:9999', '127.0.0.1', '[::1]:80', 'LOCALHOST']) {
      expect((await ask('/', { host })).status).toBe(200)
    }
  })
})

describe('with a token', () => {
  test('only who has it sees more than yes or no', async () => {
    const { ask, choose, clock } = await openWatchedServer({ token })
    choose(crm)
    clock.advance(1_000_000)
    for (const path of ['/', '/metrics', '/events', '/directories?datasource=crm']) {
      expect(await ask(path)).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } })
      expect((await ask(path, { authorization: 'Bearer wrong' })).status).toBe(401)
    }
    expect((await ask('/metrics', bearer)).status).toBe(200)
    expect(await ask('/healthz')).toMatchObject({ status: 503, body: 'Not in sync for three intervals.\n' })
    expect((await ask('/healthz', bearer)).body).toContain('crm: never')
  })

  test('a browser gives it once and gets a cookie that does not tell it', async () => {
    const { ask, port } = await openWatchedServer({ token })
    expect((await ask('/?token=wrong')).status).toBe(401)
    const { status, headers } = await ask(`/?token=${token}`)
    expect(status).toBe(303)
    expect(headers.location).toBe('/')
    const [cookie = ''] = headers['set-cookie'] ?? []
    expect(cookie).toMatch(new RegExp(`^sf_extract_${port}=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Lax; Max-Age=`))
    expect(cookie).not.toContain(token)
    const [pair = ''] = cookie.split(';')
    expect((await ask('/', { cookie: `other=1; ${pair}` })).status).toBe(200)
    expect((await ask('/', { cookie: `${pair.slice(0, -1)}x` })).status).toBe(401)
    expect((await ask(`/metrics?token=${token}`)).status).toBe(401)
  })
})

describe('an address', () => {
  test('that others reach wants a token, or a word that nobody is kept out', async () => {
    await expect(openWatchedServer({ address: '0.0.0.0:0' })).rejects.toMatchObject({
      code: 'USAGE',
      hint: expect.stringContaining('SF_EXTRACT_LISTEN_TOKEN'),
    })
    await expect(openWatchedServer({ address: '0.0.0.0:0', token: 'short' })).rejects.toMatchObject({ code: 'USAGE' })
    await expect(openWatchedServer({ address: '0.0.0.0:0', token, isOpen: true })).rejects.toMatchObject({
      code: 'USAGE',
    })
    const { ask } = await openWatchedServer({ address: '0.0.0.0:0', isOpen: true })
    expect((await ask('/', { host: 'monitor.example' })).status).toBe(200)
  })

  test('that another listens on is a mistake of the call', async () => {
    const { port, status, clock } = await openWatchedServer()
    await expect(openStatusServer({ address: `${port}`, status, clock })).rejects.toMatchObject({
      code: 'USAGE',
      message: `--listen 127.0.0.1:${port}: another program listens there already`,
      hint: `Is another dispatcher running? Else take another port: --listen ${port + 1}`,
    })
  })
})
