import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { redact } from '../../../../src/errors/redact.js'
import { openLoginOrg, type LoginOrg } from '../../../support/login-org.js'

const settings = { auth: 'refresh_token', refreshToken: 'refresh-token-of-a-person' } as const

async function tokenFiles({ folder }: LoginOrg): Promise<string[]> {
  return readdir(path.join(folder, 'tokens')).catch(() => [])
}

describe('a login by refresh token', () => {
  test('needs the client id, and takes the secret where the app requires it', async () => {
    const login = await openLoginOrg()
    expect((await login.open(settings).session()).userId).toMatch(/^005/)
    const { clientSecret } = login.sandbox
    expect((await login.open({ ...settings, clientSecret }).session()).userId).toMatch(/^005/)
    await expect(
      login.open({ ...settings, clientSecret: 'not-the-secret-of-the-app' }).session(),
    ).rejects.toMatchObject({
      code: 'LOGIN_BAD_SECRET',
    })
    expect(await tokenFiles(login)).toEqual([])
  })

  test('keeps a rotated token for its owner alone, and the next run goes on with it', async () => {
    const login = await openLoginOrg({ rotatesRefreshTokens: true })
    await login.open(settings).session()
    const [name = 'none', ...others] = await tokenFiles(login)
    expect(others).toEqual([])
    const file = path.join(login.folder, 'tokens', name)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const [newest] = login.sandbox.refreshTokens
    const text = await readFile(file, 'utf8')
    expect(text).toContain(newest)
    expect(text).not.toContain(settings.refreshToken)
    expect(redact(`it is ${newest}`)).toBe('it is [redacted]')
    for (let run = 0; run < 3; run++) await login.open(settings).session()
    expect(login.sandbox.refreshTokens.has(newest!)).toBe(false)
  })

  test('begins anew where a person has got another token', async () => {
    const login = await openLoginOrg({ rotatesRefreshTokens: true })
    await login.open(settings).session()
    const [newest] = login.sandbox.refreshTokens
    await login.open({ ...settings, refreshToken: newest! }).session()
    await expect(login.open(settings).session()).rejects.toMatchObject({ code: 'LOGIN_EXPIRED' })
  })

  test('of two runs at a time: the one that is late takes the token of the other', async () => {
    const login = await openLoginOrg({ rotatesRefreshTokens: true })
    await Promise.all([login.open(settings).session(), login.open(settings).session()].map((run) => run.catch(() => 0)))
    expect((await login.open(settings).session()).userId).toMatch(/^005/)
  })

  test('whose token has ended says where a new one comes from', async () => {
    const login = await openLoginOrg()
    await expect(login.open({ ...settings, refreshToken: 'of-last-year' }).session()).rejects.toMatchObject({
      code: 'LOGIN_EXPIRED',
      message: expect.stringContaining('expired access/refresh token') as string,
      hint: expect.stringMatching(/web server flow.*External Client App Manager.*Refresh Token Policy/) as string,
    })
  })

  test('renews a session that has ended', async () => {
    const login = await openLoginOrg({ rotatesRefreshTokens: true })
    const org = login.open(settings)
    await org.limits()
    login.sandbox.expireSessions()
    await org.limits()
    expect(await tokenFiles(login)).toHaveLength(1)
  })
})
