import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openHttp } from '../../src/org/http/http.js'
import { makeAuthority } from '../support/authority.js'
import { startScriptedServer } from '../support/scripted-server.js'
import { makeTempFolder } from '../support/temp-folder.js'
import { openTestProxy, type TestProxyOptions } from '../support/test-proxy.js'
import { openTlsFront } from '../support/tls-front.js'

const host = 'mycompany.my.salesforce.com'

/** A scripted server as mycompany.my.salesforce.com by TLS, and the calls to it through a proxy. */
async function openCalls(options: TestProxyOptions = {}) {
  const server = await startScriptedServer()
  onTestFinished(() => server.close())
  const authority = await makeAuthority()
  const front = await openTlsFront({ ...(await authority.issue(host)), behind: server.url, url: `https://${host}` })
  const caFile = path.join(await makeTempFolder(), 'ca.pem')
  await writeFile(caFile, authority.cert)
  const behind = { [`${host}:443`]: front.port, 'search.example.com:9200': Number(new URL(server.url).port) }
  const proxy = await openTestProxy({ places: behind, ...options })
  const env = { ALL_PROXY: `http://127.0.0.1:${proxy.port}` }
  const http = openHttp({ requestTimeoutMs: 5000, maxAnswerBytes: 1e6, way: { settings: { caFile }, env } })
  onTestFinished(() => http.close())
  return { server, front, proxy, http, authority, caFile }
}

describe('calls through a proxy', () => {
  test('one after the other share a tunnel', async () => {
    const { server, front, proxy, http } = await openCalls()
    for (let n = 0; n < 5; n++) {
      server.answer({ body: { n } })
      expect(await http.send({ url: `https://${host}/services/data`, headers: {} })).toMatchObject({ status: 200 })
    }
    expect(proxy.asked).toEqual([`${host}:443`])
    expect(front.connections).toEqual({ opened: 1, resumed: 0 })
  })

  test('go on with their TLS session in a new tunnel', async () => {
    const { server, front, proxy, http } = await openCalls()
    for (let n = 0; n < 3; n++) {
      server.answer({ body: { n } })
      await http.send({ url: `https://${host}/services/data`, headers: {} })
      front.drop()
      await expect.poll(() => proxy.open(), { timeout: 10_000 }).toBe(0)
    }
    expect(proxy.asked).toHaveLength(3)
    expect(front.connections).toEqual({ opened: 3, resumed: 2 })
  })

  test('say who they are to the proxy alone', async () => {
    const { server, proxy, http } = await openCalls()
    server.answer({ body: {} })
    await http.send({ url: `https://${host}/a?q='b'`, headers: { authorization: 'Bearer zq83-token' } })
    expect(server.requests[0]).toMatchObject({ path: "/a?q='b'" })
    expect(server.requests[0]!.headers).not.toHaveProperty('proxy-authorization')
    expect(proxy.headers[0]).toEqual({ host: `${host}:443`, connection: 'keep-alive' })
  })

  test('without TLS go as whole addresses, with the credentials of the proxy', async () => {
    const { server, proxy } = await openCalls({ login: 'zq83-jane:zq83-pass' })
    const env = { http_proxy: `http://zq83-jane:zq83-pass@127.0.0.1:${proxy.port}` }
    const http = openHttp({ requestTimeoutMs: 5000, maxAnswerBytes: 1e6, way: { settings: {}, env } })
    onTestFinished(() => http.close())
    server.answer({ body: { hits: [] } }, { body: { hits: [] } })
    for (let n = 0; n < 2; n++) {
      const answer = await http.send({ url: "http://search.example.com:9200/_search?q='x'", headers: {} })
      expect(answer).toMatchObject({ status: 200, via: `http://127.0.0.1:${proxy.port} (http_proxy)` })
    }
    expect(proxy.forwarded).toEqual(Array(2).fill("http://search.example.com:9200/_search?q='x'"))
    expect(proxy.headers[0]!.host).toBe('search.example.com:9200')
  })

  test('end with the run while the proxy lets them wait', async () => {
    const { proxy, caFile } = await openCalls({ faults: [{ how: 'silence' }] })
    const interrupt = new AbortController()
    const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }
    const { signal } = interrupt
    const http = openHttp({ requestTimeoutMs: 60_000, maxAnswerBytes: 1e6, signal, way: { settings: { caFile }, env } })
    const call = http.send({ url: `https://${host}/`, headers: {} })
    await expect.poll(() => proxy.asked.length, { timeout: 10_000 }).toBe(1)
    interrupt.abort()
    await expect(call).rejects.toMatchObject({ code: 'INTERRUPTED' })
    http.close()
    await expect.poll(() => proxy.open(), { timeout: 10_000 }).toBe(0)
  })

  test('to this machine do not go through it', async () => {
    const { server, proxy, http } = await openCalls()
    server.answer({ body: {} })
    const answer = await http.send({ url: server.url, headers: {} })
    expect(answer).toMatchObject({ status: 200 })
    expect(answer).not.toHaveProperty('via')
    expect([proxy.asked, proxy.forwarded]).toEqual([[], []])
  })
})
