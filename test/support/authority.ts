import { generate } from 'selfsigned'

export interface KeyPair {
  /** PEM. */
  cert: string
  key: string
}

export interface Authority {
  cert: string
  /** A certificate for a host, or, without one, for a client, which this authority has signed. */
  issue(host?: string, dates?: { from?: string; to?: string }): Promise<KeyPair>
}

/** An authority of the test's own, which nobody trusts who isn't told of it. */
export async function makeAuthority(name = 'Authority of the test'): Promise<Authority> {
  const own = await generate([{ name: 'commonName', value: name }], {
    ...usual,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  return {
    cert: own.cert,
    async issue(host, { from, to } = {}) {
      const { cert, private: key } = await generate([{ name: 'commonName', value: host ?? 'client of the test' }], {
        ...usual,
        ca: { key: own.private, cert: own.cert },
        notBeforeDate: new Date(from ?? '2020-01-01'),
        notAfterDate: new Date(to ?? '2120-01-01'),
        extensions: [
          { name: 'basicConstraints', cA: false },
          { name: 'keyUsage', digitalSignature: true, critical: true },
          { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
          { name: 'subjectAltName', altNames: [nameOf(host ?? 'client.example')] },
        ],
      })
      return { cert, key }
    },
  }
}

const usual = {
  keyType: 'ec',
  algorithm: 'sha256',
  notBeforeDate: new Date('2020-01-01'),
  notAfterDate: new Date('2120-01-01'),
} as const

function nameOf(host: string): { type: 2; value: string } | { type: 7; ip: string } {
  return /^[\d.]+$/.test(host) ? { type: 7, ip: host } : { type: 2, value: host }
}
