import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeAuthority } from '../support/authority.js'
import { openProxiedOrg, orgHost, type ProxiedOrgOptions } from '../support/proxied-org.js'
import { openTestProxy } from '../support/test-proxy.js'

const sync = ['sync', '--object', 'Account', '--output', 'documents']
const password = 'zq82-p@ss/word'
const login = `zq82-jane:${password}`
const encoded = `zq82-jane:${encodeURIComponent(password)}`

/** All there is of a folder, and all that was said, as one text. */
async function everything(folder: string, ...said: string[]): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
  return [...said, ...(await Promise.all(files.map((file) => readFile(file, 'utf8'))))].join('\n')
}

describe('a proxy that asks for a user and a password', () => {
  test('gets those in its address, which stand in no output and no state', async () => {
    const { run, proxy, folder } = await openProxiedOrg({ login })
    const more = { HTTPS_PROXY: `http://${encoded}@127.0.0.1:${proxy.port}` }
    const synced = await run([...sync, '--log-level', 'debug'], more)
    expect(synced.code).toBe(0)
    const checked = await run(['check'], more)
    expect(checked.stdout).toContain(`connection salesforce: proxy http://127.0.0.1:${proxy.port} (HTTPS_PROXY)`)
    const all = await everything(folder, synced.stdout, synced.stderr, checked.stdout, checked.stderr)
    for (const secret of [password, encodeURIComponent(password), 'zq82', Buffer.from(login).toString('base64')]) {
      expect(all).not.toContain(secret)
    }
  })

  test.each([
    ['none', ''],
    ['wrong ones', 'zq82-jane:zq82-wrong@'],
  ])('and was given %s, ends the run at once with exit code 6', async (_, given) => {
    const { run, proxy } = await openProxiedOrg({ login })
    const { code, stderr } = await run(sync, { HTTPS_PROXY: `http://${given}127.0.0.1:${proxy.port}` })
    expect(code).toBe(6)
    expect(stderr).toMatch(
      /PROXY_FAILED|The proxy http:\/\/127\.0\.0\.1:\d+ \(HTTPS_PROXY\) asks for a user and a password/,
    )
    expect(stderr).toContain('(HTTP 407, "Who are you?")')
    expect(stderr).toContain('http://USER:PASSWORD@HOST:PORT')
    expect(stderr).not.toContain('zq82')
    expect(proxy.asked).toHaveLength(1)
  })

  test('by a scheme that is not spoken, is told of with a way around it', async () => {
    const headers = { 'proxy-authenticate': 'Negotiate' }
    const { run } = await openProxiedOrg({ faults: [{ status: 407, headers }] })
    expect((await run(sync)).stderr).toMatch(/takes Negotiate alone.*px, cntlm/s)
  })
})

/** What goes wrong, what is said of it, the cure, and how often the proxy was asked. */
const table: [what: string, options: ProxiedOrgOptions, says: RegExp, cure: RegExp, tries: number][] = [
  [
    'refuses the host',
    { faults: [{ status: 403, page: '<html><title>Blocked by policy</title></html>' }] },
    /The proxy .* refuses to connect to mycompany\.my\.salesforce\.com:443 \(HTTP 403, "Blocked by policy"\)/,
    /allow CONNECT to mycompany\.my\.salesforce\.com:443.*NO_PROXY/s,
    1,
  ],
  [
    'does not reach the host',
    { faults: [{ status: 503, page: 'no route' }] },
    /The proxy .* can't connect to mycompany.*\(HTTP 503, "no route"\), after 3 tries/,
    /Check the name of the host; then ask those who run the proxy/,
    3,
  ],
  [
    'says nothing',
    { faults: [{ how: 'silence' }] },
    /The proxy .* can't be reached: no answer within 0\.3 s/,
    /curl -v -x/,
    3,
  ],
  ['hangs up', { faults: [{ how: 'cut' }] }, /The proxy .* hangs up: .*\(ECONNRESET\), after 3/, /curl -v -x/, 3],
  ['is no proxy', { faults: [{ how: 'noise' }] }, /The proxy .* answers something that is no HTTP/, /SOCKS/, 1],
]

describe('a proxy that', () => {
  test.each(table)('%s, is to blame, and the org is not', async (_, options, says, cure, tries) => {
    const { run, proxy } = await openProxiedOrg(options)
    const { code, stderr } = await run(sync, { SF_EXTRACT_RETRY_ATTEMPTS: '3', SF_EXTRACT_REQUEST_TIMEOUT: '300ms' })
    expect(code).toBe(6)
    expect(stderr).toMatch(says)
    expect(stderr).toMatch(cure)
    expect(proxy.asked).toHaveLength(tries)
  })

  test.each([
    [
      'http://127.0.0.1:9',
      /can't be reached: connect ECONNREFUSED.*after 2 tries/,
      /curl -v -x http:\/\/127\.0\.0\.1:9/,
    ],
    [
      'http://no-such-proxy.invalid:3128',
      /is at a host that does not exist: .*ENOTFOUND/,
      /Check the name of the proxy/,
    ],
  ])('is not at %s, is told of', async (address, says, cure) => {
    const { run } = await openProxiedOrg()
    const { code, stderr } = await run(sync, { HTTPS_PROXY: address, SF_EXTRACT_RETRY_ATTEMPTS: '2' })
    expect(code).toBe(6)
    expect(stderr).toMatch(says)
    expect(stderr).toMatch(cure)
  })

  test('fails in passing is asked again', async () => {
    const { run, proxy } = await openProxiedOrg({
      faults: [{ status: 502 }, { how: 'cut' }, { how: 'cut-tls' }, undefined],
    })
    expect((await run(sync)).code).toBe(0)
    expect(proxy.asked.length).toBeGreaterThan(3)
  })

  test('is spoken to by TLS has to be trusted too, and is by ca_file', async () => {
    const { run, front, caFile, authority } = await openProxiedOrg()
    const tls = await authority.issue('127.0.0.1')
    const byTls = await openTestProxy({ places: { [`${orgHost}:443`]: front.port }, tls })
    const HTTPS_PROXY = `https://127.0.0.1:${byTls.port}`
    expect(await run(sync, { HTTPS_PROXY, SF_EXTRACT_CA_FILE: '' })).toMatchObject({
      code: 6,
      stderr: expect.stringMatching(/The proxy https.* has a certificate that is not trusted.*ca_file/s) as string,
    })
    expect((await run(sync, { HTTPS_PROXY, SF_EXTRACT_CA_FILE: caFile })).code).toBe(0)
    expect(byTls.asked.length).toBeGreaterThan(0)
  })

  test('has the wrong scheme in its address, is told the right one', async () => {
    const { run, proxy, authority } = await openProxiedOrg()
    const byTls = await openTestProxy({ tls: await authority.issue('127.0.0.1') })
    const plain = await run(sync, { HTTPS_PROXY: `https://127.0.0.1:${proxy.port}` })
    expect(plain.stderr).toContain(`write http://127.0.0.1:${proxy.port}`)
    const secure = await run(sync, { HTTPS_PROXY: `http://127.0.0.1:${byTls.port}`, SF_EXTRACT_RETRY_ATTEMPTS: '1' })
    expect(secure.stderr).toMatch(/hangs up: .*its address begins with https/s)
  })

  test.each([
    [
      'a page',
      { status: 403, body: '<html><title>Not for work</title></html>' },
      /The page "Not for work" came through the proxy/,
    ],
    [
      'a page that looks good',
      { status: 200, body: '<html>Accept our terms</html>' },
      /The page "Accept our terms" came/,
    ],
    [
      'a redirect',
      { status: 302, location: 'https://block.corp/?u=zq85' },
      /A redirect to block\.corp came through the proxy/,
    ],
  ])('shows %s of its own in the place of the org, with a certificate that is trusted', async (_, answer, says) => {
    const { run, proxy } = await openProxiedOrg({ front: { instead: () => answer } })
    const { code, stderr } = await run(sync)
    expect(code).toBe(6)
    expect(stderr).toMatch(says)
    expect(stderr).toMatch(/ask those who run it to let mycompany\.my\.salesforce\.com through/)
    expect(proxy.asked).toHaveLength(1)
  })

  test('answers for the org without TLS, is to blame', async () => {
    const { run, proxy } = await openProxiedOrg({ faults: [{ how: 'plain' }] })
    const { code, stderr } = await run(sync)
    expect(code).toBe(6)
    expect(stderr).toMatch(/PROXY_FAILED: The proxy .* answers for mycompany\.my\.salesforce\.com, without TLS/)
    expect(proxy.asked).toHaveLength(1)
  })

  test('shows them after the login, ends the run too', async () => {
    const page = { status: 403, body: '<html><title>Quota of traffic</title></html>' }
    const instead = (asked: string) => (asked.includes('/query') || asked.includes('/composite') ? page : undefined)
    const { run } = await openProxiedOrg({ front: { instead } })
    const { code, stderr } = await run(sync)
    expect(code).toBe(6)
    expect(stderr).toMatch(/The page "Quota of traffic" came through the proxy .* \(HTTP 403\)/)
  })
})

describe('a certificate', () => {
  test('of an authority nobody told of points to ca_file', async () => {
    const { run, proxy } = await openProxiedOrg()
    const { code, stderr } = await run(sync, { SF_EXTRACT_CA_FILE: '' })
    expect(code).toBe(6)
    expect(stderr).toMatch(
      /The certificate of mycompany.*, through the proxy .*, is not trusted.*ca_file.*NODE_EXTRA_CA_CERTS/s,
    )
    expect(proxy.asked).toHaveLength(1)
  })

  test('of another authority than that of ca_file does so too', async () => {
    const { run, folder } = await openProxiedOrg()
    const { writeFile } = await import('node:fs/promises')
    await writeFile(path.join(folder, 'other.pem'), (await makeAuthority('Another')).cert)
    expect((await run(sync, { SF_EXTRACT_CA_FILE: 'other.pem' })).stderr).toMatch(/is not trusted.*ca_file/s)
  })

  test.each([
    ['that has run out', { to: '2021-01-01' }, /is not trusted: certificate has expired.*Check this machine's date/s],
    ['that begins later', { from: '2110-01-01' }, /is not trusted: certificate is not yet valid.*this machine's date/s],
    ['of another host', { host: 'www.example.com' }, /is not trusted: .*www\.example\.com.*Setup > My Domain/s],
  ])('%s is told of with its cure', async (_, certificate, says) => {
    const { run } = await openProxiedOrg({ certificate })
    const { code, stderr } = await run(sync)
    expect(code).toBe(6)
    expect(stderr).toMatch(says)
  })
})
