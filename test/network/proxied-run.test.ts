import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeAuthority } from '../support/authority.js'
import { jsonLines } from '../support/cli-org.js'
import { addFile } from '../support/journey-files.js'
import { openProxiedOrg, orgHost } from '../support/proxied-org.js'
import { processTimeoutMs } from '../support/run-cli.js'
import { openTestProxy } from '../support/test-proxy.js'
import { openTlsFront } from '../support/tls-front.js'

test('a run goes to the real name of the org through the proxy, and keeps its tunnels', async () => {
  const { run, proxy, front } = await openProxiedOrg()
  const { code, stdout, stderr } = await run(['sync', '--object', 'Account'])
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
  const documents = jsonLines(stdout).filter(({ type }) => type === 'Account')
  expect(documents.length).toBeGreaterThan(3)
  expect(documents[0]!['url']).toMatch(`https://${orgHost}/001`)
  expect(new Set(proxy.asked)).toEqual(new Set([`${orgHost}:443`]))
  expect(front.paths[0]).toBe('/services/oauth2/token')
  expect(front.paths.length).toBeGreaterThan(proxy.asked.length)
  // As many as calls are in progress at once.
  expect(proxy.asked.length).toBeLessThanOrEqual(4)
})

test('files and the results of the Bulk API go the same way', async () => {
  const { run, sandbox, proxy, front } = await openProxiedOrg()
  const account = sandbox.store.insert('Account', { Name: 'Acme' }).id
  addFile({ sandbox }, account, 'Offer.txt', Buffer.from('Dear Ann'))
  // A run's windows end with the second it starts in.
  sandbox.clock.advance(1000)
  const only = { SF_EXTRACT_STANDARD_OBJECTS_TO_SYNC: 'Account' }
  const { code, stderr } = await run(['sync', '--transport', 'bulk'], { ...only, SF_EXTRACT_FILES: 'download' })
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
  expect(front.paths.some((asked) => asked.endsWith('/VersionData'))).toBe(true)
  expect(front.paths.some((asked) => asked.endsWith('/results'))).toBe(true)
  expect(new Set(proxy.asked)).toEqual(new Set([`${orgHost}:443`]))
})

test(
  "a process of its own takes the authorities of Node's variable and of ca_file together",
  async () => {
    const org = await openProxiedOrg()
    const another = await makeAuthority('Another')
    const other = path.join(org.folder, 'other.pem')
    await writeFile(other, another.cert)
    // The org's authority by one of the two, a useless one by the other.
    const ways = [
      { SF_EXTRACT_CA_FILE: other, NODE_EXTRA_CA_CERTS: org.caFile },
      { SF_EXTRACT_CA_FILE: org.caFile, NODE_EXTRA_CA_CERTS: other },
      { SF_EXTRACT_CA_FILE: '', NODE_EXTRA_CA_CERTS: org.caFile },
      { SF_EXTRACT_CA_FILE: '', NODE_EXTRA_CA_CERTS: other },
    ]
    const ends = await Promise.all(
      ways.map((way, n) => org.start(['describe', 'Account'], { ...way, SF_EXTRACT_STATE: `file:state-${n}` }).ended),
    )
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0, 6])
  },
  processTimeoutMs,
)

test('check says which way it goes, and without a call too', async () => {
  const { run, proxy, folder } = await openProxiedOrg()
  const lineOf = async (more: NodeJS.ProcessEnv) => {
    const { stdout } = await run(['check', '--offline'], { SF_EXTRACT_CA_FILE: '', ...more })
    return /connection salesforce: (.*)/.exec(stdout)?.[1]
  }
  expect(await lineOf({})).toBe(`proxy http://127.0.0.1:${proxy.port} (HTTPS_PROXY)`)
  expect(await lineOf({ HTTPS_PROXY: '' })).toBe('no proxy: neither HTTPS_PROXY nor ALL_PROXY is set')
  expect(await lineOf({ NO_PROXY: '.salesforce.com' })).toBe('no proxy: NO_PROXY has the host')
  expect(await lineOf({ SF_EXTRACT_PROXY: 'p.corp:8080' })).toBe('proxy http://p.corp:8080 (proxy of the connector)')
  expect(await lineOf({ SF_EXTRACT_LOGIN_URL: 'http://127.0.0.1:1' })).toBeUndefined()
  await writeFile(path.join(folder, '.salesforcerc'), 'proxy: ""\nca_file: ca.pem\n')
  expect(await lineOf({})).toBe(`no proxy: proxy of the connector is empty, ca_file ${path.join(folder, 'ca.pem')}`)
  expect(proxy.asked).toEqual([])
})

test("the http processor's posts go through the proxy and by ca_file, but for hosts in NO_PROXY", async () => {
  const org = await openProxiedOrg()
  const service = createServer((request, response) => void request.pipe(response))
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void (service.closeAllConnections(), service.close()))
  const behind = `http://127.0.0.1:${(service.address() as AddressInfo).port}`
  const url = 'https://embed.example.com'
  const front = await openTlsFront({ ...(await org.authority.issue('embed.example.com')), behind, url })
  const places = { [`${orgHost}:443`]: org.front.port, 'embed.example.com:443': front.port }
  const proxy = await openTestProxy({ places })
  const pipeline = { processor: [{ http: { url: `${url}/documents` } }] }
  await writeFile(path.join(org.folder, '.salesforcerc'), JSON.stringify({ enrichment_pipeline: pipeline }))
  const HTTPS_PROXY = `http://127.0.0.1:${proxy.port}`
  const enriched = await org.run(['sync', '--object', 'Account'], { HTTPS_PROXY })
  expect({ code: enriched.code, stderr: enriched.code === 0 ? '' : enriched.stderr }).toEqual({ code: 0, stderr: '' })
  expect(front.paths.length).toBeGreaterThan(0)
  expect(proxy.asked.filter((place) => place.startsWith('embed'))).toHaveLength(1)

  // The first proxy does not know the service.
  const refused = await org.run(['sync', '--object', 'Account', '--full'], { SF_EXTRACT_PROXY: org.env['HTTPS_PROXY'] })
  expect(refused.code).toBe(4)
  expect(refused.stderr).toMatch(
    /embed\.example\.com is not reached\. The proxy .* can't connect to embed\.example\.com:443/,
  )
}, 60_000)

test('the port of mutual TLS stays that of all calls, and not of the addresses in documents', async () => {
  const org = await openProxiedOrg()
  const proxy = await openTestProxy({ places: { [`${orgHost}:8443`]: org.front.port } })
  const more = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, SF_EXTRACT_LOGIN_URL: `https://${orgHost}:8443` }
  const { code, stdout } = await org.run(['sync', '--object', 'Account'], more)
  expect(code).toBe(0)
  expect(new Set(proxy.asked)).toEqual(new Set([`${orgHost}:8443`]))
  expect(stdout).not.toContain('8443')
})
