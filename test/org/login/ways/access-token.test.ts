import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openLoginOrg, type LoginOrg } from '../../../support/login-org.js'
import { openScriptedOrg } from '../../../support/scripted-org.js'

async function fetchToken({ sandbox }: LoginOrg): Promise<string> {
  const { clientId, clientSecret } = sandbox
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
  const answer = await fetch(`${sandbox.url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  return ((await answer.json()) as { access_token: string }).access_token
}

describe('a login by access token', () => {
  test('asks for no token, and learns its user and org without an API call', async () => {
    const login = await openLoginOrg()
    const org = login.open({ auth: 'access_token', accessToken: await fetchToken(login) })
    const session = await org.session()
    expect(session).toMatchObject({ instanceUrl: login.sandbox.url })
    expect(session.userId).toMatch(/^005\w{15}$/)
    expect(session.orgId).toMatch(/^00D\w{15}$/)
    expect(org.calls()).toBe(0)
  })

  test('goes on without them where the org does not tell', async () => {
    const { org, server } = await openScriptedOrg({ connector: { auth: 'access_token', accessToken: '00D5g!token' } })
    server.answer({ status: 403, body: 'Bad_OAuth_Token' })
    expect(await org.session()).toMatchObject({ userId: '', orgId: '' })
  })

  test('that has ended can not be renewed: the error says what to do', async () => {
    const login = await openLoginOrg()
    const org = login.open({ auth: 'access_token', accessToken: await fetchToken(login) })
    login.sandbox.expireSessions()
    await expect(org.limits()).rejects.toMatchObject({
      code: 'LOGIN_EXPIRED',
      hint: expect.stringMatching(/can not be renewed.*SF_ACCESS_TOKEN.*sf-extract login/) as string,
    })
  })

  test('takes a new one from the file where somebody has put it', async () => {
    const login = await openLoginOrg()
    const file = path.join(login.folder, 'token')
    await writeFile(file, `${await fetchToken(login)}\n`)
    const org = login.open({ auth: 'access_token', accessToken: { file: 'token' } })
    await org.limits()
    login.sandbox.expireSessions()
    await writeFile(file, `${await fetchToken(login)}\n`)
    expect(await org.limits()).toHaveProperty('DailyApiRequests')
  })

  test.each(['00D!two 00D!tokens', '00D!line\n00D!end', '00D!tökén'])(
    'that fits in no header is refused before it is sent: %j',
    async (token) => {
      const login = await openLoginOrg()
      const org = login.open({ auth: 'access_token', accessToken: token })
      await expect(org.session()).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' })
      expect(login.sandbox.log.entries()).toEqual([])
    },
  )
})
