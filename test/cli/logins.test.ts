import { readdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { callCli } from '../support/call-cli.js'
import { openCliOrg, type CliOrg } from '../support/cli-org.js'
import { appKey, installSf, usernameIn } from '../support/login-org.js'
import { jsonLines } from '../support/cli-org.js'
import { startCli } from '../support/run-cli.js'

const loginLine = (stdout: string) => stdout.split('\n').find((line) => line.includes('login salesforce:'))

async function fetchToken({ sandbox }: CliOrg): Promise<string> {
  const { clientId, clientSecret } = sandbox
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
  const answer = await fetch(`${sandbox.url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

/** A configuration with these settings for its only connector, and a run of the command line by it alone. */
async function configure(org: CliOrg, settings: Record<string, unknown>) {
  const file = { standard_objects_to_sync: ['Lead'], children: false, ...settings }
  await writeFile(path.join(org.folder, '.salesforcerc'), JSON.stringify(file), { mode: 0o600 })
  return (args: string[], env: NodeJS.ProcessEnv = {}) => callCli(args, { cwd: org.folder, env })
}

describe('a way to log in, from the file to documents', () => {
  test('by JWT, with a key file', async () => {
    const org = await openCliOrg({ records: 60, certificate: appKey().publicKey })
    await writeFile(path.join(org.folder, 'app.key'), appKey().rsaPrivateKey, { mode: 0o600 })
    const { url: login_url, clientId: client_id } = org.sandbox
    const username = usernameIn(org.sandbox)
    const run = await configure(org, { auth: 'jwt', login_url, client_id, username, private_key_file: 'app.key' })
    expect(loginLine((await run(['check'])).stdout)).toContain(`(${username}) by JWT, API 62.0`)
    const sync = await run(['sync', '--quiet'])
    expect(sync).toMatchObject({ code: 0, stderr: '' })
    expect(jsonLines(sync.stdout).length).toBeGreaterThan(2)
    // The token is kept: the second run logs in no more.
    const logins = () => org.sandbox.log.entries().filter(({ url }) => url === '/services/oauth2/token').length
    const before = logins()
    await run(['sync', '--quiet'])
    expect(logins()).toBe(before)
  })

  test('by refresh token, whose successor is kept also by check and where tokens are not', async () => {
    const refresh_token = 'refresh-token-of-ann'
    const org = await openCliOrg({ refreshToken: refresh_token, rotatesRefreshTokens: true })
    const { url: login_url, clientId: client_id } = org.sandbox
    const settings = { auth: 'refresh_token', login_url, client_id, refresh_token, token_cache: false }
    const run = await configure(org, settings)
    for (const command of ['check', 'describe', 'check']) expect((await run([command])).code).toBe(0)
    expect(loginLine((await run(['check'])).stdout)).toContain('by refresh token')
    const [name = 'none', ...others] = await readdir(path.join(org.folder, '.sf-extract', 'tokens'))
    expect(others).toEqual([])
    expect((await stat(path.join(org.folder, '.sf-extract', 'tokens', name))).mode & 0o077).toBe(0)
  })

  test('by access token, out of the environment alone; an expired one ends with 3 and the cure', async () => {
    const org = await openCliOrg()
    const env = { SF_ACCESS_TOKEN: await fetchToken(org), SF_INSTANCE_URL: org.sandbox.url }
    const run = (...args: string[]) => callCli(args, { cwd: org.folder, env })
    expect(loginLine((await run('check')).stdout)).toContain('by access token')
    org.sandbox.expireSessions()
    const end = await run('query', 'SELECT Id FROM Lead')
    expect(end).toMatchObject({ code: 3, stdout: '' })
    expect(end.stderr).toMatch(/^error LOGIN_EXPIRED: .*\nhint: .*SF_ACCESS_TOKEN/)
    expect(end.stderr).not.toContain(env.SF_ACCESS_TOKEN)
  })

  test('by the Salesforce CLI, with --target-org and no file', async () => {
    const org = await openCliOrg()
    const token = await fetchToken(org)
    const shown = { status: 0, result: { instanceUrl: org.sandbox.url, accessToken: token } }
    const env = await installSf(org.folder, { 'org display': shown })
    const run = (...args: string[]) => callCli([...args, '--target-org', 'prod'], { cwd: org.folder, env })
    expect(loginLine((await run('check')).stdout)).toContain("by the Salesforce CLI's login to prod")
    const { code, stdout } = await run('query', 'SELECT Id FROM Lead LIMIT 2')
    expect({ code, rows: jsonLines(stdout).length }).toEqual({ code: 0, rows: 2 })
    for (const command of ['describe', 'plan', 'tree', 'ls']) expect((await run(command)).code).toBe(0)
    expect(await readdir(org.folder)).toEqual(['bin'])
  })

  test('shows no secret and no token on its way, in the most talkative log, nor where it is refused', async () => {
    const refresh_token = 'refresh-token-that-nobody-sees'
    const org = await openCliOrg({ certificate: appKey().publicKey, refreshToken: refresh_token })
    const { url: login_url, clientId: client_id } = org.sandbox
    const [access_token, { encryptedKey, passphrase }] = [await fetchToken(org), appKey()]
    const jwt = { username: usernameIn(org.sandbox), private_key: { env: 'KEY' }, private_key_passphrase: passphrase }
    const secrets = [refresh_token, access_token, encryptedKey.slice(40, 100), passphrase, 'eyJ']
    for (const way of [
      { auth: 'access_token', access_token, instance_url: login_url },
      { auth: 'jwt', login_url, client_id, ...jwt },
      { auth: 'refresh_token', login_url, client_id, refresh_token },
    ]) {
      const run = await configure(org, { ...way, token_cache: false })
      const query = ['query', 'SELECT Id FROM Lead LIMIT 1', '--log-level', 'debug', '--log-format', 'json']
      const good = await run(query, { KEY: encryptedKey })
      expect(good).toMatchObject({ code: 0 })
      const refusal = { error: 'invalid_grant', description: `said ${passphrase}` }
      if (way.auth !== 'access_token') org.sandbox.faults.add({ name: 'token-refused', count: 1, ...refusal })
      org.sandbox.expireSessions()
      const refused = await run(query, { KEY: encryptedKey })
      expect(refused.code).toBe(3)
      const said = [good, refused].map(({ stdout, stderr }) => stdout + stderr).join('')
      expect(secrets.filter((secret) => said.includes(secret))).toEqual([])
    }
  })

  test('by a secret that a command tells, in a process of its own', async () => {
    const org = await openCliOrg()
    const { url: login_url, clientId: client_id, clientSecret } = org.sandbox
    await configure(org, { login_url, client_id, client_secret: { command: `echo ${clientSecret}` } })
    const { code, stdout } = await startCli(['check'], { cwd: org.folder, env: { PATH: process.env['PATH'] } }).ended
    expect(code).toBe(0)
    expect(loginLine(stdout)).toContain('by client credentials')
  })

  test('by a secret that nobody tells, ends with 2 and the setting', async () => {
    const org = await openCliOrg()
    const { url: login_url, clientId: client_id } = org.sandbox
    const run = await configure(org, {
      login_url,
      client_id,
      client_secret: { command: 'echo no-such-secret >&2; exit 4' },
    })
    const { code, stderr } = await run(['describe'])
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^error SECRET_UNREADABLE: client_secret can't be read: .* ended with exit code 4\nhint: Run the/,
    )
    expect(stderr.replace(/`.*`/, '')).not.toContain('no-such-secret')
  })
})
