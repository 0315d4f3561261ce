import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { callCli, typeAnswers } from '../support/call-cli.js'
import { openCliOrg, type CliOrg } from '../support/cli-org.js'
import { appKey, installSf, usernameIn } from '../support/login-org.js'
import { makeTempFolder } from '../support/temp-folder.js'

const fileIn = async ({ folder }: Pick<CliOrg, 'folder'>, name = 'coco.yml') => ({
  text: await readFile(path.join(folder, name), 'utf8'),
  mode: (await stat(path.join(folder, name))).mode & 0o777,
})

const way = 'How to log in [1]'
const domain = "Your org's My Domain (Setup > My Domain)"
const anyDomain = `${domain}, or login, or test for sandboxes`
const clientId = 'Consumer Key (Setup > External Client App Manager > your app > Settings > OAuth Settings)'
const place = (name: string) =>
  `Where does the secret go: into the file ${name}, which only you can read, or stays it in the environment [file]`

describe('login on a terminal', () => {
  test('asks, tries, says as whom, and writes a coco.yml that works as it is', async () => {
    const org = await openCliOrg()
    const { url, clientId: id, clientSecret } = org.sandbox
    const { code, stdout, stderr } = await typeAnswers(['login'], { cwd: org.folder }, [
      [way, '\r'],
      [domain, `${url}\r`],
      [clientId, `${id}\r`],
      ['Consumer Secret', `${clientSecret}\r`],
      [place('coco.yml'), '\r'],
    ])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toMatch(/Logged in: http:\S+ as .+ \(.+@.+\) by client credentials, API 62\.0\n/)
    expect(stderr).toContain('coco.yml written. Next: sf-extract check, then sf-extract sync.\n')
    expect(stderr).not.toContain(clientSecret)
    const { text, mode } = await fileIn(org)
    expect(mode).toBe(0o600)
    expect(text).toContain(`client_secret: ${clientSecret}`)
    expect(text).toContain('standard_objects_to_sync: [Account,')
    expect((await callCli(['check'], { cwd: org.folder })).code).toBe(0)
  })

  test('explains what was refused, and tries again with other answers; what is right needs no second typing', async () => {
    const org = await openCliOrg()
    const { url, clientId: id, clientSecret } = org.sandbox
    const { code, stderr } = await typeAnswers(['login', '--auth', 'client_credentials'], { cwd: org.folder }, [
      [domain, 'my company\r'],
      [domain, `${url}\r`],
      [clientId, '\r'],
      [clientId, `${id}\r`],
      ['Consumer Secret', 'not-the-consumer-secret\r'],
      [place('coco.yml'), 'environment\r'],
      ['Change the answers and try again? (Y/n)', '\r'],
      [`${domain} [${url}]`, '\r'],
      [`${clientId} [${id}]`, '\r'],
      ['Consumer Secret [as before]', `${clientSecret}\r`],
      [place('coco.yml'), 'nowhere\r'],
      [place('coco.yml'), 'environment\r'],
    ])
    expect(code).toBe(0)
    expect(stderr).toContain('"my company" is not a Salesforce domain')
    expect(stderr).toMatch(/error LOGIN_BAD_SECRET: .*\nhint: .*External Client App Manager/)
    expect(stderr).toContain('"nowhere" is neither file nor environment')
    const { text } = await fileIn(org)
    expect(text).toContain('client_secret: $[[env.SF_EXTRACT_CLIENT_SECRET]]')
    expect(text).not.toContain(clientSecret)
  })

  test('writes nothing where the person gives up, and ends as the login did', async () => {
    const org = await openCliOrg()
    const { code } = await typeAnswers(['login', '--auth', 'access_token'], { cwd: org.folder }, [
      ["The org's address", `${org.sandbox.url}\r`],
      ['Access token', '00D!no-token-of-this-org\r'],
      [place('coco.yml'), '\r'],
      ['Change the answers and try again? (Y/n)', 'n\r'],
    ])
    expect(code).toBe(3)
    await expect(fileIn(org)).rejects.toThrow('ENOENT')
  })

  test('changes the login of the configuration there is, and leaves everything else', async () => {
    const org = await openCliOrg({ certificate: appKey().publicKey })
    const { url, clientId: id } = org.sandbox
    const before = `# mine
connector:
  - id: salesforce # the only one
    processor: { enabled: true, name: salesforce }
    config: { domain: mycompany, client_id: "\${OLD_ID}", client_secret: "\${OLD_SECRET}", api_version: "62.0" }
datasource:
  - name: CRM # and its data
    connector: { id: salesforce, config: { standard_objects_to_sync: [Lead] } }
`
    await writeFile(path.join(org.folder, 'coco.yml'), before, { mode: 0o644 })
    await writeFile(path.join(org.folder, 'app.key'), appKey().privateKey, { mode: 0o600 })
    const { code } = await typeAnswers(['login'], { cwd: org.folder }, [
      [way, 'jwt\r'],
      [anyDomain, `${url}\r`],
      [clientId, `${id}\r`],
      ['Username to log in as', `${usernameIn(org.sandbox)}\r`],
      ["File with the key of the app's certificate", 'app.key\r'],
    ])
    expect(code).toBe(0)
    const { text, mode } = await fileIn(org)
    expect(mode).toBe(0o644)
    expect(text.split('\n').filter((line) => !line.includes('config: {'))).toEqual(
      before.split('\n').filter((line) => !line.includes('config: {')),
    )
    expect(text).toContain('api_version: "62.0"')
    expect(text).not.toContain('OLD_')
    expect((await callCli(['check'], { cwd: org.folder })).stdout).toContain('by JWT')
  })
})

describe('login without a terminal', () => {
  test('takes flags and variables, and writes no secret unless it is told to', async () => {
    const refreshToken = 'refresh-token-of-a-machine'
    const org = await openCliOrg({ refreshToken })
    const { url, clientId: id } = org.sandbox
    const args = ['login', '--auth', 'refresh_token', '--domain', url, '--client-id', id, '--file', '.salesforcerc']
    const env = { SF_EXTRACT_REFRESH_TOKEN: refreshToken }
    expect(await callCli(args, { cwd: org.folder, env })).toMatchObject({ code: 0, stdout: '' })
    const { text, mode } = await fileIn(org, '.salesforcerc')
    expect(text).toContain('refresh_token: $[[env.SF_EXTRACT_REFRESH_TOKEN]]')
    expect(mode).toBe(0o600)
    expect((await callCli(['check'], { cwd: org.folder, env })).stdout).toContain('by refresh token')
    await callCli([...args, '--secrets', 'file'], { cwd: org.folder, env })
    expect((await fileIn(org, '.salesforcerc')).text).toContain(`refresh_token: ${refreshToken}`)
    expect((await callCli(['check'], { cwd: org.folder })).code).toBe(0)
  })

  test('takes the login of the Salesforce CLI with one flag', async () => {
    const org = await openCliOrg()
    const { url, clientId: client_id, clientSecret: client_secret } = org.sandbox
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret })
    const answer = await fetch(`${url}/services/oauth2/token`, { method: 'POST', body })
    const { access_token: accessToken } = (await answer.json()) as { access_token: string }
    const env = await installSf(org.folder, { 'org display': { status: 0, result: { instanceUrl: url, accessToken } } })
    const { code, stderr } = await callCli(['login', '--target-org', 'my-org'], { cwd: org.folder, env })
    expect(code).toBe(0)
    expect(stderr).toContain("by the Salesforce CLI's login to my-org")
    expect((await fileIn(org)).text).toMatch(/config:\n(?: +#.*\n)* +auth: sf_cli\n +target_org: my-org\n/)
    expect((await callCli(['check'], { cwd: org.folder, env })).code).toBe(0)
  })

  test.each([
    [
      [],
      /no terminal to ask on, so give at least --auth or --target-org[^]*jwt needs --domain, --client-id, --username/,
    ],
    [['--auth', 'saml'], /--auth: "saml" is none of client_credentials, jwt/],
    [['--auth', 'jwt', '--domain', 'login'], /jwt needs --client-id, --username, --private-key-file/],
    [['--auth', 'client_credentials'], /needs --domain, --client-id, SF_EXTRACT_CLIENT_SECRET in the environment/],
    [['--auth', 'sf_cli', '--file', 'rc.mjs'], /can't be written into .*rc\.mjs, which is a program/],
    [['--target-org', 'x', '--secrets', 'vault'], /--secrets takes file, environment, not 'vault'/],
  ])('says which flags are missing or wrong: %j', async (args, said) => {
    const cwd = await makeTempFolder()
    const { code, stderr } = await callCli(['login', ...args], { cwd })
    expect(code).toBe(2)
    expect(stderr).toMatch(/^error USAGE: /)
    expect(stderr).toMatch(said)
  })

  test('does not choose among connectors', async () => {
    const org = await openCliOrg()
    await writeFile(path.join(org.folder, 'coco.yml'), 'connector: [{ id: a, config: {} }, { id: b, config: {} }]\n')
    const { code, stderr } = await callCli(['login', '--target-org', 'my-org'], { cwd: org.folder })
    expect(code).toBe(2)
    expect(stderr).toContain('has no one place for it: of several connectors, name one with --connector ID')
  })

  test('goes to the connector that is named, in package.json too', async () => {
    const refreshToken = 'refresh-token-of-a-machine'
    const org = await openCliOrg({ refreshToken })
    const { url, clientId: id } = org.sandbox
    const processor = { enabled: true, name: 'salesforce' }
    const connector = {
      other: { processor, config: { domain: 'other', client_id: 'x', client_secret: 'of-the-other-org' } },
      crm: { processor, config: { domain: 'mycompany' } },
    }
    const before = { name: 'app', salesforce: { connector } }
    await writeFile(path.join(org.folder, 'package.json'), JSON.stringify(before))
    const args = ['login', '--auth', 'refresh_token', '--domain', url, '--client-id', id, '--file', 'package.json']
    const env = { SF_EXTRACT_REFRESH_TOKEN: refreshToken }
    const done = await callCli([...args, '--connector', 'crm'], { cwd: org.folder, env })
    expect(done).toMatchObject({ code: 0, stdout: '' })
    const after = JSON.parse((await fileIn(org, 'package.json')).text) as typeof before
    expect(after.name).toBe('app')
    expect(after.salesforce.connector).toEqual({
      ...connector,
      crm: {
        processor,
        config: { auth: 'refresh_token', domain: url, client_id: id, refresh_token: expect.any(String) },
      },
    })
  })
})
