import { writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openGoBetween } from '../support/go-between.js'
import { askedSince, openJourney, readings, unhurried, type Journey } from '../support/journey.js'
import { callCli } from '../support/call-cli.js'
import { startScriptedServer } from '../support/scripted-server.js'
import { recordIds } from '../support/written.js'

const leads = 'standard_objects_to_sync: [Lead]\nchildren: false\n'

describe('logging in', unhurried, () => {
  test.each(['', '/'])(
    'an address that ends in "%s" makes one POST with grant type, id and secret (T1)',
    async (slash) => {
      const { folder, env } = await openJourney({ ownProcesses: false, settings: leads })
      const server = await startScriptedServer()
      onTestFinished(() => server.close())
      server.answer({ body: { sobjects: [{ name: 'Lead' }] } })
      await callCli(['describe'], { cwd: folder, env: { ...env, SF_EXTRACT_LOGIN_URL: server.url + slash } })
      expect(server.logins.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /services/oauth2/token'])
      const form = new URLSearchParams(server.logins[0]!.body)
      expect(Object.fromEntries(form)).toEqual({
        grant_type: 'client_credentials',
        client_id: env['SF_EXTRACT_CLIENT_ID'],
        client_secret: env['SF_EXTRACT_CLIENT_SECRET'],
      })
      expect(server.requests.map(({ path }) => path)).toEqual(['/services/data/v62.0/sobjects'])
    },
  )

  test('a login that fails with 500 is tried again up to the cap, a refused one is not (T3)', async () => {
    const once = await openJourney({
      ownProcesses: false,
      settings: leads,
      faults: [{ name: 'token-status', status: 500 }],
    })
    expect((await once.sync()).code).toBe(0)
    expect(logins(once)).toEqual([500, 200])

    const always = await openJourney({
      ownProcesses: false,
      settings: leads,
      faults: [{ name: 'token-status', status: 500, count: 99 }],
    })
    const end = await always.run('sync')
    expect(end.code).toBe(6)
    expect(end.stderr).toContain('after 5 tries')
    expect(logins(always)).toEqual([500, 500, 500, 500, 500])
  })

  test.each([
    [400, 'invalid_grant', 'expired access/refresh token', 3, 'LOGIN_INVALID_GRANT', 'password not expired'],
    [401, 'invalid_client', 'invalid client credentials', 3, 'LOGIN_BAD_SECRET', 'Consumer Secret'],
    [400, 'something_new', 'never seen before', 3, 'LOGIN_REFUSED', 'Login History'],
  ])(
    'a refusal has a message and a cure of its own: %i %s (T4)',
    async (status, error, description, exit, code, cure) => {
      const journey = await openJourney({
        ownProcesses: false,
        faults: [{ name: 'token-refused', status, error, description }],
      })
      const end = await journey.run('sync')
      expect(end.code).toBe(exit)
      expect(end.stderr).toContain(`error ${code}:`)
      expect(end.stderr).toContain(description)
      expect(end.stderr).toContain(cure)
      expect(logins(journey)).toEqual([status])
    },
  )

  test('an org that takes no connections is given up after the cap: exit 6 (T5)', async () => {
    const { folder, env } = await openJourney({ ownProcesses: false, settings: leads })
    let connections = 0
    const server = createServer((socket) => {
      connections += 1
      socket.destroy()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const cutOff = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const end = await callCli(['sync'], { cwd: folder, env: { ...env, SF_EXTRACT_LOGIN_URL: cutOff } })
    expect(end.code).toBe(6)
    expect(end.stderr).toContain('error ORG_UNREACHABLE:')
    expect(end.stderr).not.toContain('    at ')
    expect(connections).toBe(5)
  })

  test('a domain is brought to a rule or refused with the reason, each of them, before any call (T6)', async () => {
    const refused: Record<string, string> = {
      'login.salesforce.com': 'shared by all orgs',
      test: 'shared by all orgs',
      'na44.salesforce.com': 'is not a My Domain host',
      'http://mycompany.my.salesforce.com': 'use https',
      'my company': 'is not a Salesforce domain',
      'https://user:word@mycompany.my.salesforce.com': 'is not a Salesforce domain',
      'mycompany.example.com': 'is not a Salesforce domain',
    }
    const good = ['mycompany', 'mycompany--uat.sandbox', 'https://mycompany.lightning.force.com/lightning/page/home']
    const connector = [...Object.keys(refused), ...good].map((domain, n) => ({
      id: `org${n}`,
      processor: { enabled: true, name: 'salesforce' },
      config: { domain, client_id: 'x', client_secret: '${SECRET}' },
    }))
    const { folder } = await openJourney({ ownProcesses: false })
    await writeFile(join(folder, 'coco.yml'), JSON.stringify({ connector }))
    const { code, stderr } = await callCli(['sync'], { cwd: folder, env: { SECRET: 'of-this-journey' } })
    expect(code).toBe(2)
    for (const [n, [domain, reason]] of Object.entries(refused).entries()) {
      const line = stderr.split('\n').find((each) => each.includes(`connector[${n}].config.domain`))
      expect(line).toContain(`"${domain}"`)
      expect(line).toContain(reason)
    }
    for (const n of good.keys()) expect(stderr).not.toContain(`connector[${n + 7}]`)
  })
})

describe('a session that ends', unhurried, () => {
  test('before the first statement costs a second login and no row (T7)', async () => {
    const journey = await openJourney({
      ownProcesses: false,
      settings: leads,
      faults: [{ name: 'expire-session', path: '/query' }],
    })
    insertLeads(journey, 3)
    const { code, documents } = await journey.sync()
    expect(code).toBe(0)
    expect(recordIds(documents, 'Lead')).toHaveLength(3)
    expect(logins(journey)).toEqual([200, 200])
  })

  test('between two pages, told as 400 InvalidSessionId, is replaced and nothing comes twice (T8)', async () => {
    const journey = await openJourney({ ownProcesses: false, settings: leads })
    insertLeads(journey, 500)
    let refusals = 0
    const between = await openGoBetween(journey.sandbox.url, ({ line }) => {
      if (!/\/query\/0r8/.test(line) || refusals++ > 0) return undefined
      return { status: 400, body: [{ errorCode: 'InvalidSessionId', message: 'Invalid session id' }] }
    })
    journey.env['SF_EXTRACT_LOGIN_URL'] = between.url
    const end = await journey.run('sync')
    expect(end.code).toBe(0)
    const ids = [...end.stdout.matchAll(/^\{"id":"(00Q\w+)"/gm)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(500)
    expect(ids).toHaveLength(500)
    const tokens = new Set(between.passed.flatMap(({ authorization }) => authorization ?? []))
    expect(tokens.size).toBe(2)
    expect(between.passed.filter(({ line }) => line.endsWith('/token'))).toHaveLength(2)
  })

  test('a token that is not for the REST API is one clear error, not a row of logins (T9)', async () => {
    const journey = await openJourney({
      ownProcesses: false,
      settings: leads,
      faults: [{ name: 'session-not-for-rest' }],
    })
    const end = await journey.run('sync')
    expect(end.code).toBe(3)
    expect(end.stderr).toContain('error SESSION_NOT_FOR_API:')
    expect(end.stderr).toContain('Manage user data via APIs (api)')
    expect(journey.sandbox.log.entries().map(({ status }) => status)).toEqual([200, 401])
  })

  test('a token that the org takes for nothing leads to one new login, then to an error', async () => {
    const journey = await openJourney({
      ownProcesses: false,
      settings: leads,
      faults: [{ name: 'expire-session', count: 99 }],
    })
    const end = await journey.run('sync')
    expect(end.code).toBe(3)
    expect(journey.sandbox.log.entries().map(({ status }) => status)).toEqual([200, 401, 200, 401])
  })

  test('a cached token that died between two runs is replaced without a word', async () => {
    const journey = await openJourney({ ownProcesses: false, settings: leads })
    insertLeads(journey, 2)
    await journey.sync()
    journey.sandbox.expireSessions()
    insertLeads(journey, 1)
    journey.pass(60)
    const again = await journey.sync()
    expect(again.code).toBe(0)
    expect(recordIds(again.documents)).toHaveLength(1)
    expect(again.asked.map(({ status }) => status).slice(0, 2)).toEqual([401, 200])
    expect(readings(again.asked, 'Lead')).toHaveLength(1)
  })
})

function logins({ sandbox }: Journey): number[] {
  return askedSince(sandbox)
    .filter(({ url }) => url === '/services/oauth2/token')
    .map(({ status }) => status)
}

function insertLeads({ sandbox }: Journey, count: number): void {
  for (let n = 0; n < count; n++) sandbox.store.insert('Lead', { LastName: `Lead ${n}`, Company: 'Acme' })
}
