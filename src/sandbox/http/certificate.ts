import { createSign, generateKeyPair, randomBytes, type KeyPairSyncResult } from 'node:crypto'
import { promisify } from 'node:util'

const makeKeys = promisify(generateKeyPair) as unknown as (
  type: 'ec',
  options: object,
) => Promise<KeyPairSyncResult<Buffer, string>>

/**
 * A certificate for 127.0.0.1 and localhost that signs itself, and its key, as PEM. It holds for a year around `now`,
 * this machine's milliseconds. Node makes keys and signatures, but no certificates (RFC 5280): the parts are put
 * together here.
 */
export async function makeCertificate(now: number): Promise<{ cert: string; key: string }> {
  const { publicKey, privateKey } = await makeKeys('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const name = sequence(set(sequence(COMMON_NAME, der(0x0c, Buffer.from('sf-extract sandbox')))))
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    sequence(ECDSA_SHA256),
    name,
    sequence(time(now - HALF_YEAR_MS), time(now + HALF_YEAR_MS)),
    name,
    publicKey,
    der(0xa3, sequence(basicConstraints, subjectNames)),
  )
  const signature = createSign('SHA256').update(body).sign(privateKey)
  const whole = sequence(body, sequence(ECDSA_SHA256), der(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const lines = whole.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd()
  return { cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`, key: privateKey }
}

const HALF_YEAR_MS = 182 * 86_400_000

/** A value with its tag and length (X.690). */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const value = Buffer.concat(parts)
  const bytes = value.length < 128 ? [value.length] : [0x82, value.length >> 8, value.length & 255]
  return Buffer.concat([Buffer.from([tag, ...bytes]), value])
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, ...parts)
}

function set(...parts: Buffer[]): Buffer {
  return der(0x31, ...parts)
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes)
}

/** UTCTime, `260105093011Z`: of this century's first half. */
function time(ms: number): Buffer {
  return der(
    0x17,
    Buffer.from(
      `${new Date(ms)
        .toISOString()
        .slice(2)
        .replaceAll(/[-:T]|\..*/g, '')}Z`,
    ),
  )
}

const COMMON_NAME = Buffer.from('0603550403', 'hex')
const ECDSA_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex')
/** cA: clients that are given the certificate take it as an authority. */
const basicConstraints = sequence(
  Buffer.from('0603551d13', 'hex'),
  Buffer.from('0101ff', 'hex'),
  der(0x04, sequence(Buffer.from('0101ff', 'hex'))),
)
const subjectNames = sequence(
  Buffer.from('0603551d11', 'hex'),
  der(0x04, sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))),
)
