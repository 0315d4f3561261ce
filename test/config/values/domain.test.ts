import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orSharedHost, parseDomain, parseInstance, parseLoginUrl } from '../../../src/config/values/domain.js'

describe('domain', () => {
  it.each([
    ['mycompany', 'https://mycompany.my.salesforce.com'],
    ['  MyCompany ', 'https://mycompany.my.salesforce.com'],
    ['mycompany.my', 'https://mycompany.my.salesforce.com'],
    ['mycompany.my.salesforce.com', 'https://mycompany.my.salesforce.com'],
    ['mycompany.my.salesforce.com.', 'https://mycompany.my.salesforce.com'],
    ['https://mycompany.my.salesforce.com/', 'https://mycompany.my.salesforce.com'],
    ['https://mycompany.my.salesforce.com:443/services/oauth2/token?x=1#y', 'https://mycompany.my.salesforce.com'],
    ['mycompany--uat', 'https://mycompany--uat.my.salesforce.com'],
    ['mycompany--uat.sandbox', 'https://mycompany--uat.sandbox.my.salesforce.com'],
    ['mycompany--uat.sandbox.my.salesforce.com', 'https://mycompany--uat.sandbox.my.salesforce.com'],
    ['x-dev-ed.develop', 'https://x-dev-ed.develop.my.salesforce.com'],
    ['force-energy-1234-dev-ed.scratch', 'https://force-energy-1234-dev-ed.scratch.my.salesforce.com'],
    ['name-dev-ed.cs40', 'https://name-dev-ed.cs40.my.salesforce.com'],
    ['mycompany.lightning.force.com', 'https://mycompany.my.salesforce.com'],
    [
      'https://mycompany--uat.sandbox.lightning.force.com/lightning/page/home',
      'https://mycompany--uat.sandbox.my.salesforce.com',
    ],
    [
      'https://mycompany.my.salesforce-setup.com/lightning/setup/SetupOneHome/home',
      'https://mycompany.my.salesforce.com',
    ],
    ['mycompany.my.salesforce.mil', 'https://mycompany.my.salesforce.mil'],
    ['mycompany.sfcrmapps.cn', 'https://mycompany.my.sfcrmproducts.cn'],
    ['mycompany--uat.sandbox.my.salesforce.mil', 'https://mycompany--uat.sandbox.my.salesforce.mil'],
    ['https://mycompany.lightning.crmforce.mil/lightning/page/home', 'https://mycompany.my.salesforce.mil'],
    ['mycompany.my.sfcrmproducts.cn', 'https://mycompany.my.sfcrmproducts.cn'],
    ['mycompany--uat.sandbox.my.sfcrmproducts.cn', 'https://mycompany--uat.sandbox.my.sfcrmproducts.cn'],
    ['mycompany.lightning.sfcrmapps.cn', 'https://mycompany.my.sfcrmproducts.cn'],
    ['mycompany.setup.sfcrmproducts.cn', 'https://mycompany.my.sfcrmproducts.cn'],
    ['https://mycompany.my.site.com/customers/s/', 'https://mycompany.my.salesforce.com'],
    ['mycompany--uat.sandbox.my.site.com', 'https://mycompany--uat.sandbox.my.salesforce.com'],
    ['x-dev-ed.develop.my.site.com', 'https://x-dev-ed.develop.my.salesforce.com'],
    ['mycompany.my.salesforce-sites.com', 'https://mycompany.my.salesforce.com'],
    ['x-dev-ed.trailblaze.lightning.force.com', 'https://x-dev-ed.trailblaze.my.salesforce.com'],
    ['x.demo.my.salesforce.com', 'https://x.demo.my.salesforce.com'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('takes %s', (given, origin) => {
    expect(parseDomain(given)).toBe(origin)
  })

  it.each([
    'login.salesforce.com',
    'https://test.salesforce.com/',
    'login',
    'test',
    'https://login.salesforce.com/services/oauth2/token',
  ])('refuses %s, because client credentials need My Domain', (given) => {
    expect(() => parseDomain(given)).toThrow(/own My Domain.*Setup > My Domain/)
  })

  it.each(['na1.salesforce.com', 'www.salesforce.com'])('refuses %s, which is no My Domain host', (given) => {
    expect(() => parseDomain(given)).toThrow(/not a My Domain host/)
  })

  it.each([
    'mycompany.com',
    'ann@mycompany.com',
    'my company',
    'my_company',
    '-mycompany',
    'https://u:p@mycompany.my.salesforce.com',
    'ftp://mycompany',
    '',
  ])('refuses "%s" and names it', (given) => {
    expect(() => parseDomain(given)).toThrow(`"${given}" is not a Salesforce domain`)
  })

  it('refuses plain http off this machine', () => {
    expect(() => parseDomain('http://mycompany.my.salesforce.com')).toThrow(/use https/)
  })

  it('gives one address for an org however it is spelt', () => {
    const name = fc
      .stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/)
      .filter((each) => !/^(login|test)$/.test(each))
    const partition = fc.constantFrom('', '.sandbox', '.develop', '.scratch', '.trailblaze')
    const spelling = fc.constantFrom('', '.my.salesforce.com', '.lightning.force.com', '.my.salesforce-setup.com')
    fc.assert(
      fc.property(name, partition, spelling, fc.boolean(), fc.boolean(), (org, part, host, hasScheme, hasSlash) => {
        const given = `${hasScheme ? 'https://' : ''}${org}${part}${host}${hasSlash ? '/' : ''}`
        expect(parseDomain(given.toUpperCase())).toBe(`https://${org}${part}.my.salesforce.com`)
      }),
    )
  })

  it('never leads off Salesforce and this machine, whatever is given', () => {
    const hosts = 'login test mycompany . .my .salesforce.com .lightning.force.com evil.com 127.0.0.1 localhost [::1]'
    const pieces = `${hosts} http:// https:// : @ / \\ # ? % -- .sandbox 0 8080`.split(' ')
    const given = fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(fc.string(), given), (text) => {
        expect(hostOf(text)).toMatch(/\.my\.salesforce\.com$|^localhost$|^127\.|^\[::1\]$|^refused$/)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('instance_url', () => {
  it.each([
    ['mycompany.my.salesforce.com', 'https://mycompany.my.salesforce.com'],
    ['https://mycompany--uat.sandbox.my.salesforce.com/', 'https://mycompany--uat.sandbox.my.salesforce.com'],
    ['https://mycompany.lightning.force.com', 'https://mycompany.my.salesforce.com'],
    ['https://na44.salesforce.com', 'https://na44.salesforce.com'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
  ])('takes %s', (given, origin) => {
    expect(parseInstance(given)).toBe(origin)
  })

  it.each(['https://login.salesforce.com', 'login', 'http://mycompany.my.salesforce.com'])('refuses %s', (given) => {
    expect(() => parseInstance(given)).toThrow(/shared by all orgs|use https/)
  })
})

describe('an address shared by all orgs', () => {
  const parse = orSharedHost(parseDomain)

  it.each([
    ['login', 'https://login.salesforce.com'],
    ['test.salesforce.com', 'https://test.salesforce.com'],
    ['https://login.my.salesforce.com/', 'https://login.salesforce.com'],
    ['https://login.sfcrmproducts.cn', 'https://login.sfcrmproducts.cn'],
    ['mycompany', 'https://mycompany.my.salesforce.com'],
  ])('is taken where a login allows it: %s', (given, origin) => {
    expect(parse(given)).toBe(origin)
  })

  it.each(['login.salesforce.com.evil.com', 'http://login.salesforce.com', 'https://test.salesforce.com@evil.com'])(
    'is nothing that only begins so: %s',
    (given) => {
      expect(() => parse(given)).toThrow(/is not a Salesforce domain|use https/)
    },
  )
})

function hostOf(given: string): string {
  try {
    return new URL(parseDomain(given)).hostname
  } catch {
    return 'refused'
  }
}

describe('login_url', () => {
  it.each([
    ['https://mycompany.my.salesforce.com/', 'https://mycompany.my.salesforce.com'],
    ['https://gateway.mycompany.com:8443', 'https://gateway.mycompany.com:8443'],
    ['https://mycompany.my.salesforce.com/services/oauth2/token', 'https://mycompany.my.salesforce.com'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['http://127.9.9.9', 'http://127.9.9.9'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
    ['http://localhost:3000/', 'http://localhost:3000'],
    ['https://mycompany.lightning.force.com', 'https://mycompany.my.salesforce.com'],
    ['https://mycompany.lightning.crmforce.mil', 'https://mycompany.my.salesforce.mil'],
    ['https://mycompany.lightning.sfcrmapps.cn', 'https://mycompany.my.sfcrmproducts.cn'],
    ['https://customers.my.site.com', 'https://customers.my.site.com'],
    ['https://mycompany.my.site.com/partners', 'https://mycompany.my.site.com/partners'],
    ['https://mycompany.my.site.com/partners/s/', 'https://mycompany.my.site.com/partners'],
    [
      'https://mycompany--uat.sandbox.my.site.com/partners/services/oauth2/token',
      'https://mycompany--uat.sandbox.my.site.com/partners',
    ],
    ['https://mycompany.force.com/customers/', 'https://mycompany.force.com/customers'],
  ])('takes %s', (given, origin) => {
    expect(parseLoginUrl(given)).toBe(origin)
  })

  it.each([
    ['http://mycompany.my.salesforce.com', /unencrypted/],
    ['http://127.0.0.1.evil.com', /unencrypted/],
    ['http://localhost.evil.com', /unencrypted/],
    ['https://login.salesforce.com', /own My Domain/],
    ['https://test.salesforce.com', /own My Domain/],
    ['https://mycompany.my.salesforce.com/lightning/home', /has a path/],
    ['https://mycompany.my.site.com/partners/s/account/001', /has a path/],
    ['https://mycompany.lightning.force.com/partners', /has a path/],
    ['https://gateway.mycompany.com/partners', /has a path/],
    ['mycompany', /not an address/],
    ['https://user:secret@mycompany.my.salesforce.com', /not an address/],
  ])('refuses %s', (given, reason) => {
    expect(() => parseLoginUrl(given)).toThrow(reason)
  })
})
