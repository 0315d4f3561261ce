import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isExempt } from '../../src/network/no-proxy.js'

const org = 'https://mycompany.my.salesforce.com'

/** As curl has it, and, for ports and `*.`, as those who know them have it. */
const table: [list: string, url: string, isExempt: boolean][] = [
  ['', org, false],
  ['*', org, true],
  ['example.com, *', org, true],
  ['salesforce.com', org, true],
  ['.salesforce.com', org, true],
  ['*.salesforce.com', org, true],
  ['mycompany.my.salesforce.com', org, true],
  ['MyCompany.my.SalesForce.COM', org, true],
  ['my.salesforce.com.', org, true],
  ['mycompany.my.salesforce.com', `${org}./`, true],
  ['force.com', org, false],
  ['company.my.salesforce.com', org, false],
  ['mycompany.my.salesforce.com.evil.example', org, false],
  ['salesforce', org, false],
  ['com', org, true],
  ['.', org, false],
  ['a.example,b.example salesforce.com', org, true],
  ['a.example\tb.example', org, false],
  ['salesforce.com:443', org, true],
  ['salesforce.com:8443', org, false],
  ['salesforce.com:8443', `${org}:8443`, true],
  ['salesforce.com', `${org}:8443`, true],
  ['salesforce.com:80', 'http://mycompany.my.salesforce.com', true],
  ['*:8443', `${org}:8443`, true],
  ['10.1.2.3', 'https://10.1.2.3', true],
  ['10.1.2.3', 'https://10.1.2.30', false],
  ['10.0.0.0/8', 'https://10.1.2.3', true],
  ['10.0.0.0/8', 'https://11.1.2.3', false],
  ['10.1.2.3/32', 'https://10.1.2.3', true],
  ['192.168.0.0/16:8443', 'https://192.168.7.7:8443', true],
  ['192.168.0.0/16:8443', 'https://192.168.7.7', false],
  ['10.0.0.0/33', 'https://10.0.0.0', false],
  ['10.0.0.0/8', org, false],
  ['1.2.3', 'https://10.1.2.3', false],
  ['3', 'https://10.1.2.3', false],
  ['fd00::/8', 'https://[fd12:3456::1]', true],
  ['fd00::/8', 'https://[fe80::1]', false],
  ['fd12:3456:0:0:0:0:0:1', 'https://[fd12:3456::1]', true],
  ['[fd12:3456::1]', 'https://[fd12:3456::1]', true],
  ['[fd12:3456::1]:443', 'https://[fd12:3456::1]', true],
  ['[fd12:3456::1]:8443', 'https://[fd12:3456::1]', false],
  ['10.0.0.0/8', 'https://[fd12:3456::1]', false],
  ['salesforce.com/24', org, false],
]

/** An IPv4 address by its number. */
function render(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.')
}

describe('NO_PROXY', () => {
  test.each(table)('"%s" for %s: %s', (list, url, expected) => {
    expect(isExempt(list, new URL(url))).toBe(expected)
  })

  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)
  const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'))
  const blank = fc.constantFrom(',', ' ', ', ', ' ,, ')

  test('has a name exempt all hosts below it, in any case, with any dot before it, among any others', () => {
    fc.assert(
      fc.property(
        name,
        fc.array(label, { maxLength: 2 }),
        fc.constantFrom('', '.', '*.'),
        fc.array(name),
        blank,
        (domain, below, dot, others, between) => {
          const entry = fc.sample(fc.mixedCase(fc.constant(domain)), 1)[0]!
          const url = new URL(`https://${[...below, domain].join('.')}/path`)
          expect(isExempt([...others, dot + entry].join(between), url)).toBe(true)
        },
      ),
    )
  })

  test('has no name exempt a host that merely ends in the same letters, or is above it', () => {
    fc.assert(
      fc.property(name, label, (domain, other) => {
        expect(isExempt(domain, new URL(`https://${other}${domain}`))).toBe(false)
        expect(isExempt(`${other}.${domain}`, new URL(`https://${domain}`))).toBe(false)
      }),
    )
  })

  test('has a network exempt just the addresses whose first bits are its own', () => {
    const address = fc.nat({ max: 0xff_ff_ff_ff })
    fc.assert(
      fc.property(address, address, fc.integer({ min: 1, max: 32 }), (network, host, bits) => {
        const isWithin = network >>> (32 - bits) === host >>> (32 - bits)
        expect(isExempt(`${render(network)}/${bits}`, new URL(`https://${render(host)}`))).toBe(isWithin)
      }),
    )
  })

  test('takes any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (list) => {
        expect([true, false]).toContain(isExempt(list, new URL(org)))
      }),
    )
  })
})
