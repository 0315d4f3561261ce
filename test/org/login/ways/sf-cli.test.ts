import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { installSf, openLoginOrg, type LoginOrg } from '../../../support/login-org.js'

const settings = { auth: 'sf_cli', targetOrg: 'my-org', loginUrl: '' } as const
const hidden = "[REDACTED] Use 'sf org auth show-access-token' to view"

async function fetchToken({ sandbox }: LoginOrg): Promise<string> {
  const { clientId, clientSecret } = sandbox
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
  const answer = await fetch(`${sandbox.url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

function display({ sandbox }: LoginOrg, accessToken: string, more: Record<string, unknown> = {}) {
  const result = {
    id: '00D5g0000000001EAA',
    instanceUrl: sandbox.url,
    accessToken,
    connectedStatus: 'Connected',
    ...more,
  }
  return { status: 0, result, warnings: [] }
}

const callsOf = async ({ folder }: LoginOrg) =>
  (await readFile(path.join(folder, 'bin', 'calls.txt'), 'utf8')).trim().split('\n')

describe("the Salesforce CLI's login", () => {
  test('is borrowed with one command where it shows the token, as it did before May 2026', async () => {
    const login = await openLoginOrg()
    const env = await installSf(login.folder, { 'org display': display(login, await fetchToken(login)) })
    const org = login.open(settings, { env })
    expect((await org.session()).userId).toMatch(/^005/)
    await org.limits()
    expect(await callsOf(login)).toEqual(['org display --json --target-org my-org'])
  })

  test('is borrowed with a second command where the token is hidden', async () => {
    const login = await openLoginOrg()
    const token = { status: 0, result: { accessToken: await fetchToken(login) } }
    const answers = { 'org display': display(login, hidden), 'org auth show-access-token': token }
    const env = await installSf(login.folder, answers)
    expect((await login.open(settings, { env }).session()).orgId).toMatch(/^00D/)
    expect(await callsOf(login)).toHaveLength(2)
  })

  test('is asked for again when its token dies, and is over where it has no other', async () => {
    const login = await openLoginOrg()
    const env = await installSf(login.folder, { 'org display': display(login, await fetchToken(login)) })
    const org = login.open(settings, { env })
    await org.limits()
    login.sandbox.expireSessions()
    await installSf(login.folder, { 'org display': display(login, await fetchToken(login)) })
    await org.limits()
    login.sandbox.expireSessions()
    await expect(org.limits()).rejects.toMatchObject({
      code: 'LOGIN_NO_SF_CLI',
      hint: expect.stringContaining('sf org login web --alias my-org') as string,
    })
  })

  test.each<[string, (login: LoginOrg) => Record<string, unknown>, RegExp, RegExp]>([
    [
      'an alias it does not know',
      () => ({
        'org display': { status: 1, name: 'NamedOrgNotFoundError', message: 'No authorization information found' },
      }),
      /knows no org "my-org"/,
      /sf org list.*sf org login web/,
    ],
    [
      'a login that has ended',
      (login) => ({ 'org display': display(login, hidden, { connectedStatus: 'RefreshTokenAuthError' }) }),
      /has ended \(RefreshTokenAuthError\)/,
      /sf org login web --alias my-org/,
    ],
    [
      'a scratch org that has expired',
      (login) => ({
        'org display': display(login, '00D!token-of-a-scratch-org', { connectedStatus: undefined, status: 'Expired' }),
      }),
      /the org is expired/,
      /sf org login web/,
    ],
    [
      'a refresh that fails',
      () => ({ 'org display': { status: 1, name: 'RefreshTokenAuthError', message: 'expired access/refresh token' } }),
      /has ended \(RefreshTokenAuthError: expired/,
      /sf org login web/,
    ],
    [
      'another failure',
      () => ({ 'org display': { status: 1, name: 'TypeError', message: 'something broke' } }),
      /can't tell of my-org \(TypeError: something broke\)/,
      /sf org display -o my-org/,
    ],
    ['no JSON', () => ({ 'org display': 'what?' }), /wrote no JSON/, /npm install -g @salesforce\/cli/],
    [
      'a CLI that hides the token and has no command for it',
      (login) => ({ 'org display': display(login, hidden) }),
      /can't tell of my-org/,
      /sf org display/,
    ],
  ])('with %s is refused, with the cure', async (_, answers, said, hint) => {
    const login = await openLoginOrg()
    const env = await installSf(login.folder, answers(login))
    await expect(login.open(settings, { env }).session()).rejects.toMatchObject({
      code: 'LOGIN_NO_SF_CLI',
      message: expect.stringMatching(said) as string,
      hint: expect.stringMatching(hint) as string,
    })
  })

  test('without the CLI on the PATH says how to install it', async () => {
    const { open, folder } = await openLoginOrg()
    await expect(open(settings, { env: { PATH: folder } }).session()).rejects.toMatchObject({
      code: 'LOGIN_NO_SF_CLI',
      message: 'The Salesforce CLI (sf) is not on the PATH',
      hint: expect.stringContaining('npm install -g @salesforce/cli') as string,
    })
  })

  test.each(['--json', '-x', 'a b', '$(touch x)', 'a;b', ''])(
    'is not asked for %j, which is no alias',
    async (targetOrg) => {
      const { open } = await openLoginOrg()
      await expect(open({ ...settings, targetOrg }).session()).rejects.toThrow(/is no alias or username/)
    },
  )

  test('sends its token to Salesforce and this machine alone', async () => {
    const login = await openLoginOrg()
    const answer = display(login, '00D!token-for-elsewhere', { instanceUrl: 'https://salesforce.example' })
    const env = await installSf(login.folder, { 'org display': answer })
    await expect(login.open(settings, { env }).session()).rejects.toMatchObject({ code: 'FOREIGN_ADDRESS' })
  })
})
