import { createPublicKey } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { audienceOf } from '../../../../src/org/login/ways/audience.js'
import { appKey, makeKey, openLoginOrg } from '../../../support/login-org.js'
import { openManualClock } from '../../../support/manual-clock.js'
import { openScriptedOrg } from '../../../support/scripted-org.js'

const minutesMs = 60_000

describe('a login by JWT', () => {
  test('is one form post with an assertion that the app can check, good for two minutes', async () => {
    const { privateKey, publicKey } = appKey()
    const clock = openManualClock({ startMs: Date.now() })
    const settings = { auth: 'jwt' as const, username: 'reader@mycompany.com', privateKey }
    const { org, server } = await openScriptedOrg({ connector: settings, clock })
    await org.session()
    const form = Object.fromEntries(new URLSearchParams(server.logins[0]?.body))
    expect(Object.keys(form)).toEqual(['grant_type', 'assertion'])
    expect(form['grant_type']).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer')
    const { payload, protectedHeader } = await jwtVerify(form['assertion']!, createPublicKey(publicKey))
    expect(protectedHeader.alg).toBe('RS256')
    expect(payload).toEqual({
      iss: '3MVG9exampleClientId',
      sub: 'reader@mycompany.com',
      aud: 'https://login.salesforce.com',
      exp: Math.floor(clock.now() / 1000) + 110,
    })
  })

  test('acts as the user it names, not as the run-as user', async () => {
    const { sandbox, open } = await openLoginOrg()
    const [, second] = sandbox.store.rows('User')
    const username = String(second!.values['Username']).toUpperCase()
    const org = open({ auth: 'jwt', username, privateKey: appKey().privateKey })
    expect(await org.session()).toMatchObject({ userId: second!.id, instanceUrl: sandbox.url })
  })

  test('takes the key however it is kept: a file, PKCS#1, encrypted, on one line, in base64', async () => {
    const { username, folder, open } = await openLoginOrg()
    const { privateKey, rsaPrivateKey, encryptedKey, passphrase } = appKey()
    await writeFile(path.join(folder, 'app.key'), rsaPrivateKey, { mode: 0o600 })
    const kept = [
      { privateKeyFile: 'app.key' },
      { privateKey: rsaPrivateKey },
      { privateKey: encryptedKey, privateKeyPassphrase: passphrase },
      { privateKey: privateKey.trim().replaceAll('\n', String.raw`\n`) },
      { privateKey: Buffer.from(privateKey).toString('base64') },
      { privateKey: { command: 'cat app.key' } },
    ]
    for (const key of kept) {
      expect(await open({ auth: 'jwt', username, ...key }).session()).toMatchObject({ apiVersion: '62.0' })
    }
  })

  test.each([
    [
      'the key of another app',
      { privateKey: makeKey().privateKey },
      'LOGIN_BAD_ASSERTION',
      'invalid assertion',
      /Upload the certificate.*External Client App Manager/,
    ],
    [
      'an unknown user',
      { username: 'nobody@mycompany.com' },
      'LOGIN_NOT_PERMITTED',
      'approved this consumer',
      /Pre-authorize the user/,
    ],
    [
      'another audience',
      { audience: 'https://mycompany.example' },
      'LOGIN_BAD_ASSERTION',
      'audience is invalid',
      /Leave out audience/,
    ],
    [
      'an unknown client id',
      { clientId: 'another' },
      'LOGIN_BAD_CLIENT_ID',
      'client identifier invalid',
      /Consumer Key/,
    ],
  ])('with %s is refused, with the cure', async (_, settings, code, said, hint) => {
    const { username, open } = await openLoginOrg()
    const org = open({ auth: 'jwt', username, privateKey: appKey().privateKey, ...settings })
    await expect(org.session()).rejects.toMatchObject({
      code,
      message: expect.stringContaining(said) as string,
      hint: expect.stringMatching(hint) as string,
    })
  })

  test('of a user who was switched off is refused', async () => {
    const { sandbox, username, open } = await openLoginOrg()
    const [user] = sandbox.store.rows('User')
    sandbox.store.update(user!.id, { IsActive: false })
    const org = open({ auth: 'jwt', username, privateKey: appKey().privateKey })
    await expect(org.session()).rejects.toMatchObject({ code: 'LOGIN_INVALID_GRANT' })
  })

  test.each([-60 * minutesMs, -2 * minutesMs, 0.5 * minutesMs, 3 * minutesMs, 26 * 60 * minutesMs])(
    'works with a clock that is %i ms off: the org tells the time when it refuses',
    async (offMs) => {
      const { username, open } = await openLoginOrg()
      const clock = openManualClock({ startMs: Date.now() + offMs })
      const org = open({ auth: 'jwt', username, privateKey: appKey().privateKey }, { clock })
      expect((await org.session()).userId).toMatch(/^005/)
    },
  )

  test('that is refused with clocks in step is not tried again', async () => {
    const { sandbox, username, open } = await openLoginOrg()
    const org = open({ auth: 'jwt', username, privateKey: makeKey().privateKey })
    await expect(org.session()).rejects.toMatchObject({ code: 'LOGIN_BAD_ASSERTION' })
    expect(sandbox.log.entries().filter(({ url }) => url.endsWith('/token'))).toHaveLength(1)
  })
})

describe('the audience of an assertion', () => {
  test.each([
    ['https://mycompany.my.salesforce.com', 'https://login.salesforce.com'],
    ['https://x-dev-ed.develop.my.salesforce.com', 'https://login.salesforce.com'],
    ['https://x.trailblaze.my.salesforce.com', 'https://login.salesforce.com'],
    ['https://login.salesforce.com', 'https://login.salesforce.com'],
    ['https://test.salesforce.com', 'https://test.salesforce.com'],
    ['https://mycompany--uat.sandbox.my.salesforce.com', 'https://test.salesforce.com'],
    ['https://mycompany--uat.my.salesforce.com', 'https://test.salesforce.com'],
    ['https://mycompany--uat.cs40.my.salesforce.com', 'https://test.salesforce.com'],
    ['https://cs40.salesforce.com', 'https://test.salesforce.com'],
    ['https://force-energy-1234-dev-ed.scratch.my.salesforce.com', 'https://test.salesforce.com'],
    ['https://mycompany.my.salesforce.mil', 'https://mycompany.my.salesforce.mil'],
    ['https://mycompany.my.sfcrmproducts.cn', 'https://login.sfcrmproducts.cn'],
    ['https://mycompany--uat.sandbox.my.sfcrmproducts.cn', 'https://test.sfcrmproducts.cn'],
    ['https://mycompany.my.site.com/partners', 'https://mycompany.my.site.com/partners'],
    ['https://gateway.mycompany.com', 'https://login.salesforce.com'],
    ['http://127.0.0.1:3000', 'https://login.salesforce.com'],
  ])('for %s is %s', (loginUrl, audience) => {
    expect(audienceOf(loginUrl)).toBe(audience)
  })
})
