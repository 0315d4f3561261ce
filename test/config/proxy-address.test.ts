import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseProxyAddress, parseProxySetting } from '../../src/config/proxy-address.js'
import { redact } from '../../src/errors/redact.js'

describe('the address of a proxy', () => {
  test.each([
    ['http://user:zq81-p%40ss%3Aw%2Frd@proxy.corp:3128', 'user', 'zq81-p@ss:w/rd'],
    ['http://CORP%5Cjane:zq81-quite-a-word@proxy.corp:3128', 'CORP\\jane', 'zq81-quite-a-word'],
    ['user:zq81-with@sign/and:colon@proxy.corp:3128', 'user', 'zq81-with@sign/and:colon'],
    ['http://user:zq81-100%@proxy.corp:3128', 'user', 'zq81-100%'],
    ['http://user:zq81-pl+us@proxy.corp:3128', 'user', 'zq81-pl+us'],
    ['http://token@proxy.corp:3128', 'token', ''],
    ['http://:zq81-only@proxy.corp:3128', '', 'zq81-only'],
  ])('%s has user "%s" and password "%s"', (address, user, password) => {
    expect(parseProxyAddress(address)).toEqual({
      protocol: 'http:',
      hostname: 'proxy.corp',
      port: 3128,
      credentials: { user, password },
      text: 'http://proxy.corp:3128',
    })
  })

  test('keeps any password and longer user out of all texts, in each of their spellings', () => {
    const word = fc.string({ maxLength: 20 }).map((text) => `zq81-${text.trim()}-`)
    fc.assert(
      fc.property(word, word, (user, password) => {
        const address = `http://${encodeURIComponent(user)}:${encodeURIComponent(password)}@proxy.corp:3128`
        expect(parseProxyAddress(address).credentials).toEqual({ user, password })
        const header = Buffer.from(`${user}:${password}`).toString('base64')
        for (const secret of [user, password, encodeURIComponent(password), header]) {
          expect(redact(`before ${secret} after`)).toBe('before [redacted] after')
        }
      }),
      { numRuns: 30 },
    )
  })

  test('that is wrong is refused without its password', () => {
    const address = 'socks4://jane:zq81-tr0ub4dor@proxy.corp:1080'
    const wrong = () => parseProxyAddress(address)
    expect(wrong).toThrow(/"socks4:\/\/proxy\.corp:1080" is a proxy of a kind that is not spoken/)
    expect(wrong).not.toThrow(/zq81-tr0ub4dor/)
  })

  test('may be empty as a setting', () => {
    expect(parseProxySetting('  ')).toBe('')
    expect(() => parseProxySetting(3128)).toThrow('must be the address of a proxy, or empty')
  })
})
