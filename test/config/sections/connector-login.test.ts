import { chmod } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/config/config.js'
import { redact } from '../../../src/errors/redact.js'
import { credentials, loadFiles, openFolder, problemsOf } from '../config-folder.js'

const load = async (settings: Record<string, unknown>, env: NodeJS.ProcessEnv = {}) =>
  (await loadFiles({ '.salesforcerc': settings }, { env })).connectors[0]!

const jwt = { auth: 'jwt', domain: 'mycompany', client_id: 'key-of-the-app', username: 'ann@mycompany.com' }

describe('the way to log in', () => {
  it('is client credentials where nothing is said', async () => {
    expect(await load(credentials)).toMatchObject({ auth: 'client_credentials' })
  })

  it.each<[string, Record<string, unknown>, string[]]>([
    ['client_credentials', {}, ['domain', 'client_id', 'client_secret']],
    ['jwt', {}, ['domain', 'client_id', 'username']],
    ['jwt', { ...jwt }, ['private_key_file']],
    ['refresh_token', {}, ['domain', 'client_id', 'refresh_token']],
    ['access_token', {}, ['access_token', 'instance_url']],
    ['sf_cli', {}, ['target_org']],
    ['oauth', {}, ['auth']],
  ])('%s is told all that it has to be given: %#', async (auth, settings, missing) => {
    const problems = await problemsOf(loadFiles({ '.salesforcerc': { ...settings, auth } }))
    expect(Object.keys(problems)).toEqual(missing)
    const texts = Object.values(problems).join('\n')
    expect(texts).toMatch(/missing|must be one of client_credentials, jwt, refresh_token, access_token, sf_cli/)
  })

  it('takes login.salesforce.com and test.salesforce.com for JWTs and refresh tokens', async () => {
    const key = { private_key: 'a-key-of-some-kind' }
    const hosts = ['login', 'https://test.salesforce.com/', 'login.salesforce.com', 'TEST', 'test.sfcrmproducts.cn']
    const found = await Promise.all(hosts.map(async (domain) => (await load({ ...jwt, ...key, domain })).loginUrl))
    expect(found).toEqual([
      'https://login.salesforce.com',
      'https://test.salesforce.com',
      'https://login.salesforce.com',
      'https://test.salesforce.com',
      'https://test.sfcrmproducts.cn',
    ])
    const refresh = { auth: 'refresh_token', client_id: 'key', refresh_token: 'a-refresh-token' }
    expect((await load({ ...refresh, login_url: 'https://login.salesforce.com/services/oauth2/token' })).loginUrl).toBe(
      'https://login.salesforce.com',
    )
    const problems = await problemsOf(loadFiles({ '.salesforcerc': { ...credentials, domain: 'login' } }))
    expect(problems['domain']).toContain('client credentials and access tokens work only at')
  })

  it('has a note for settings of another way', async () => {
    const { notes } = await loadFiles({ '.salesforcerc': { ...credentials, username: 'ann', target_org: 'prod' } })
    expect(notes).toEqual(['username, target_org have no effect with auth: client_credentials.'])
  })

  it('is that of the Salesforce CLI with --target-org alone, whatever the file says and lacks', async () => {
    const file = { ...credentials, client_secret: '${NOT_SET_ANYWHERE}' }
    const config = await loadFiles({ '.salesforcerc': file }, { flags: { targetOrg: 'prod' } })
    expect(config.connectors[0]).toMatchObject({ auth: 'sf_cli', targetOrg: 'prod', loginUrl: '' })
    expect(config.notes).toEqual([])
    const bare = await loadConfig({ cwd: await openFolder(), env: {}, flags: { targetOrg: 'prod' } })
    expect(bare.connectors).toMatchObject([{ auth: 'sf_cli', targetOrg: 'prod' }])
  })

  it('is an access token where SF_ACCESS_TOKEN and SF_INSTANCE_URL are all that is said', async () => {
    const env = { SF_ACCESS_TOKEN: '00D!of-the-environment', SF_INSTANCE_URL: 'https://mycompany.my.salesforce.com/' }
    const { connectors } = await loadConfig({ cwd: await openFolder(), env })
    const address = 'https://mycompany.my.salesforce.com'
    expect(connectors).toMatchObject([{ auth: 'access_token', loginUrl: address, accessToken: env.SF_ACCESS_TOKEN }])
    expect(redact('it is 00D!of-the-environment')).toBe('it is [redacted]')
    expect(await load(credentials, env)).toMatchObject({ auth: 'client_credentials', clientId: 'key-of-the-app' })
    const own = { auth: 'access_token', access_token: '00D!of-the-file', instance_url: 'other.my.salesforce.com' }
    const filled = { auth: 'access_token', loginUrl: address, accessToken: '00D!of-the-environment' }
    expect(await load({ auth: 'access_token' }, env)).toMatchObject(filled)
    expect(await load(own, env)).toMatchObject({
      accessToken: '00D!of-the-file',
      loginUrl: 'https://other.my.salesforce.com',
    })
    const named = { ...env, SF_EXTRACT_ACCESS_TOKEN: '00D!of-the-tool' }
    expect(await load(own, named)).toMatchObject({ accessToken: '00D!of-the-tool' })
  })
})

describe('a secret in the configuration', () => {
  it('may be in the environment, or in the env section of the file', async () => {
    const settings = { ...credentials, client_secret: { env: 'MY_SECRET' } }
    const connector = await load(settings, { MY_SECRET: 'held-by-the-environment' })
    expect(connector.clientSecret).toBe('held-by-the-environment')
    expect(redact('held-by-the-environment')).toBe('[redacted]')
    expect(await problemsOf(loadFiles({ '.salesforcerc': settings }))).toEqual({
      client_secret: 'the environment variable MY_SECRET is not set',
    })
  })

  it('may be in a file that is there, with a note where others can read it', async () => {
    const cwd = await openFolder({ '.salesforcerc': { ...credentials, client_secret: { file: 'my.secret' } } })
    expect(await problemsOf(loadConfig({ cwd, env: {} }))).toEqual({
      client_secret: `there is no file ${path.join(cwd, 'my.secret')}`,
    })
    const other = await openFolder({
      '.salesforcerc': { ...jwt, private_key_file: 'app.key', private_key_passphrase: { command: 'never run here' } },
      'app.key': 'not read here',
    })
    expect((await loadConfig({ cwd: other, env: {} })).notes).toEqual([])
    await chmod(path.join(other, 'app.key'), 0o644)
    expect((await loadConfig({ cwd: other, env: {} })).notes).toEqual([
      expect.stringMatching(/app\.key holds a secret and other users of this machine can read it: run `chmod 600/),
    ])
  })

  it.each([[{ env: 'A', file: 'b' }], [{ vault: 'x' }], [{ env: '' }], [{ file: 5 }], [['a']], [true]])(
    'of another form is a problem that does not repeat it: %j',
    async (given) => {
      const settings = { ...credentials, client_secret: given }
      expect(await problemsOf(loadFiles({ '.salesforcerc': settings }))).toEqual({
        client_secret: 'must be text, or one of { env: NAME }, { file: PATH } and { command: LINE }',
      })
    },
  )

  it('of another way than the one in use is not looked for', async () => {
    const settings = { ...credentials, refresh_token: { env: 'NOT_SET_ANYWHERE' }, private_key: { file: 'nowhere' } }
    expect(await load(settings)).toMatchObject({ clientId: 'key-of-the-app' })
  })
})
