import { createPrivateKey } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeAuthority, type KeyPair } from '../support/authority.js'
import { openProxiedOrg, type ProxiedOrg } from '../support/proxied-org.js'

const sync = ['sync', '--object', 'Account', '--output', 'documents']

/** An org that lets in who shows a certificate of its own authority for clients. */
async function openGuardedOrg(version: 'TLSv1.2' | 'TLSv1.3' = 'TLSv1.3') {
  const clients = await makeAuthority('Authority for clients')
  const guard = { requestCert: true, rejectUnauthorized: true, ca: clients.cert, maxVersion: version }
  return { clients, ...(await openProxiedOrg({ front: guard })) }
}

/** Writes the pair into files of the org's folder, and gives the variables that name them. */
async function keep({ folder }: ProxiedOrg, { cert, key }: Partial<KeyPair>): Promise<NodeJS.ProcessEnv> {
  if (cert !== undefined) await writeFile(path.join(folder, 'client.pem'), cert)
  if (key !== undefined) await writeFile(path.join(folder, 'client.key'), key)
  return {
    ...(cert !== undefined && { SF_EXTRACT_CLIENT_CERT: 'client.pem' }),
    ...(key !== undefined && { SF_EXTRACT_CLIENT_KEY: 'client.key' }),
    SF_EXTRACT_RETRY_ATTEMPTS: '2',
  }
}

describe('an org that wants a client certificate', () => {
  test('lets in who shows it, and the key may be in the same file', async () => {
    const org = await openGuardedOrg()
    const { cert, key } = await org.clients.issue()
    expect((await org.run(sync, await keep(org, { cert, key }))).code).toBe(0)
    const checked = await org.run(['check'], await keep(org, { cert: `${cert}\n${key}` }))
    expect(checked).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/connection salesforce: .*client_cert/) as string,
    })
  })

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('by %s says so to who shows none', async (version) => {
    const org = await openGuardedOrg(version)
    const { code, stderr } = await org.run(sync, await keep(org, {}))
    expect(code).toBe(6)
    expect(stderr).toMatch(/mycompany\.my\.salesforce\.com refuses the client certificate.*client_cert and client_key/s)
    expect(stderr).toContain('Mutual Authentication Certificates')
    expect(org.proxy.asked).toHaveLength(1)
  })

  test('is not called with files that do not fit, and each is named', async () => {
    const org = await openGuardedOrg()
    const [one, other] = [await org.clients.issue(), await org.clients.issue()]
    const lock = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'zq84-word' } as const
    const locked = String(createPrivateKey(one.key).export(lock))
    const wrong: [Partial<KeyPair>, RegExp][] = [
      [{ cert: one.cert, key: other.key }, /client_key: .*client\.key is not the key of .*client\.pem/],
      [{ cert: one.cert }, /client_key: .*client\.pem holds no private key/],
      [{ cert: 'binary', key: one.key }, /client_cert: .*client\.pem holds no PEM.*openssl x509/s],
      [{ cert: one.cert, key: locked }, /client_key: .*client\.key is protected by a password.*openssl pkey/s],
      [{ key: one.key }, /client_key - needs client_cert/],
    ]
    for (const [pair, says] of wrong) {
      const { code, stderr } = await org.run(sync, await keep(org, pair))
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(says) as string })
    }
    expect(await org.run(['check'], { SF_EXTRACT_CA_FILE: 'nowhere.pem' })).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/connection salesforce: ca_file can't be read: ENOENT.*nowhere\.pem/) as string,
    })
    expect(org.proxy.asked).toEqual([])
  })
})
