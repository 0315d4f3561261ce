import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openWay, type WaySettings } from '../../../src/network/way.js'
import { makeAuthority } from '../../support/authority.js'
import { buildSampleDocument } from '../../support/sample-document.js'
import { startBulkServer } from '../../support/targets/bulk-server.js'
import { startMeilisearchServer } from '../../support/targets/meilisearch-server.js'
import { startS3Server } from '../../support/targets/s3-server.js'
import type { StandIn } from '../../support/targets/stand-in.js'
import { makeTempFolder } from '../../support/temp-folder.js'
import { openTestProxy, type TestProxyOptions } from '../../support/test-proxy.js'
import { openTlsFront } from '../../support/tls-front.js'
import { openSinkInto } from './contract.js'

const host = 'search.example.com'

describe('a target behind a proxy', () => {
  it.each([
    ['meilisearch', `meilisearch+https://${host}/crm`, startMeilisearchServer],
    ['elasticsearch', `elasticsearch+https://${host}/crm`, () => startBulkServer('elasticsearch')],
    ['opensearch', `opensearch+https://${host}/crm`, () => startBulkServer('opensearch')],
    ['s3', `s3://AKIDEXAMPLE:secret-of-way@spool/crm?endpoint=https://${host}`, () => startS3Server('spool')],
  ])('is reached by TLS through its tunnel, with the authority of ca_file: %s', async (_name, address, start) => {
    const server: StandIn = await start()
    const { way, proxy } = await openProxied(server)
    await deliver(address, way)
    expect(new Set(proxy.asked)).toEqual(new Set([`${host}:443`]))
    expect(server.requests.length).toBeGreaterThan(0)
  })

  it.each([
    ['meilisearch', `meilisearch+http://${host}/crm`, startMeilisearchServer],
    ['elasticsearch', `elasticsearch+http://${host}/crm`, () => startBulkServer('elasticsearch')],
    ['opensearch', `opensearch+http://${host}/crm`, () => startBulkServer('opensearch')],
    ['s3', `s3://AKIDEXAMPLE:secret-of-way@spool/crm?endpoint=http://${host}`, () => startS3Server('spool')],
  ])('is reached without TLS by whole addresses, and the proxy knows who asks: %s', async (_name, address, start) => {
    const server: StandIn = await start()
    const { way, proxy } = await openProxied(server, { login: 'ann:words-for-proxy' })
    await deliver(address, way)
    expect(proxy.asked).toEqual([])
    expect(proxy.forwarded.length).toBeGreaterThan(0)
    expect(proxy.forwarded.every((url) => url.startsWith(`http://${host}/`))).toBe(true)
    expect(server.requests.every(({ path: asked }) => asked.startsWith('/'))).toBe(true)
  })

  it.each([
    `meilisearch+https://${host}/crm`,
    `elasticsearch+https://${host}/crm`,
    `opensearch+https://${host}/crm`,
    `s3://AKIDEXAMPLE:secret-of-way@spool/crm?endpoint=https://${host}`,
  ])('is told from it where the proxy gives no way: %s', async (address) => {
    const { way } = await openProxied(await startMeilisearchServer(), { faults: [{ status: 403 }] })
    await expect(deliver(address, way)).rejects.toMatchObject({
      code: 'TARGET_FAILED',
      message: expect.stringMatching(/gives no answer \(The proxy http:\/\/127.0.0.1:\d+ \(HTTPS_PROXY\) refuses/),
    })
  })
})

/** The server as search.example.com, with TLS and without, behind a proxy that alone knows where it is. */
async function openProxied(server: StandIn, options: TestProxyOptions = {}) {
  const authority = await makeAuthority()
  const pair = await authority.issue(host)
  const front = await openTlsFront({ ...pair, behind: server.url, url: `https://${host}` })
  const caFile = path.join(await makeTempFolder(), 'ca.pem')
  await writeFile(caFile, authority.cert)
  const places = { [`${host}:443`]: front.port, [host]: Number(server.host.split(':')[1]) }
  const proxy = await openTestProxy({ places, ...options })
  const login = options.login === undefined ? '' : `${options.login}@`
  const address = `http://${login}127.0.0.1:${proxy.port}`
  const env = { HTTPS_PROXY: address, HTTP_PROXY: address }
  const settings: WaySettings = { caFile }
  const way = openWay({ settings, env, connectTimeoutMs: 10_000, isForeign: true })
  onTestFinished(() => way.close())
  return { way, proxy }
}

async function deliver(address: string, way: ReturnType<typeof openWay>): Promise<void> {
  const { sink } = await openSinkInto({ address, load: async () => [] }, { way })
  await sink.write('Account', [buildSampleDocument('1')])
  await sink.settle?.()
}
