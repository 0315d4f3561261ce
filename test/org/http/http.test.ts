import dns from 'node:dns'
import { createServer, isIPv6 } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openHttp } from '../../../src/org/http/http.js'
import { startScriptedServer } from '../../support/scripted-server.js'

type Lookup = (host: string, options: dns.LookupOptions, done: (...found: unknown[]) => void) => void

/** As the name server of an org would answer: every host has these addresses. */
function resolveTo(addresses: string[]): void {
  const { lookup } = dns
  const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
  const several: Lookup = (_, { all }, done) => (all ? done(null, found) : done(null, addresses[0], 4))
  dns.lookup = several as typeof dns.lookup
  onTestFinished(() => void (dns.lookup = lookup))
}

/** A port of loopback where nobody listens. */
async function findClosedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

test('a host of which no address answers says what each of them said', async () => {
  const port = await findClosedPort()
  resolveTo(['127.0.0.1', '::1'])
  const http = openHttp({ requestTimeoutMs: 5000 })
  onTestFinished(() => http.close())
  expect(await http.send({ url: `http://mycompany.example:${port}/`, headers: {} })).toEqual({
    failure: 'ECONNREFUSED',
    message: expect.stringMatching(`^connect ECONNREFUSED 127.0.0.1:${port}; connect E\\w+ ::1:${port}`) as string,
  })
})

test('JSON goes out as a POST', async () => {
  const server = await startScriptedServer()
  onTestFinished(() => server.close())
  const http = openHttp({ requestTimeoutMs: 5000 })
  onTestFinished(() => http.close())
  server.answer({ body: {} })
  await http.send({ url: `${server.url}/services/data/v62.0/composite`, headers: {}, json: { allOrNone: false } })
  expect(server.requests).toMatchObject([
    { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"allOrNone":false}' },
  ])
})
