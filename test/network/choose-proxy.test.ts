import { describe, expect, test } from 'vitest'
import { chooseProxy, type ProxySettings } from '../../src/network/choose-proxy.js'

const org = 'https://mycompany.my.salesforce.com'
const plain = 'http://search.example.com:9200'

function choose(url: string, env: NodeJS.ProcessEnv, settings: Partial<ProxySettings> = {}): string {
  const choice = chooseProxy(new URL(url), { env, ...settings })
  return 'proxy' in choice ? `${choice.proxy.text} ${choice.source}` : choice.direct
}

const [a, b, c, d] = ['http://a:1', 'http://b:2', 'http://c:3', 'http://d:4']

const table: [what: string, url: string, env: NodeJS.ProcessEnv, expected: string][] = [
  ['nothing', org, {}, 'none is set'],
  ['HTTPS_PROXY', org, { HTTPS_PROXY: a }, 'http://a:1 HTTPS_PROXY'],
  ['https_proxy', org, { https_proxy: a }, 'http://a:1 https_proxy'],
  ['both cases: the lower one counts', org, { HTTPS_PROXY: a, https_proxy: b }, 'http://b:2 https_proxy'],
  ['an empty one is none', org, { HTTPS_PROXY: a, https_proxy: '' }, 'http://a:1 HTTPS_PROXY'],
  ['a blank one is none', org, { HTTPS_PROXY: '  ' }, 'none is set'],
  ['HTTP_PROXY is not for https', org, { HTTP_PROXY: a, http_proxy: b }, 'none is set'],
  ['HTTP_PROXY is for http', plain, { HTTP_PROXY: a, HTTPS_PROXY: b }, 'http://a:1 HTTP_PROXY'],
  ['http_proxy too', plain, { http_proxy: a }, 'http://a:1 http_proxy'],
  ['ALL_PROXY', org, { ALL_PROXY: c }, 'http://c:3 ALL_PROXY'],
  ['all_proxy', plain, { all_proxy: c }, 'http://c:3 all_proxy'],
  ['ALL_PROXY is the last', org, { ALL_PROXY: c, HTTPS_PROXY: a }, 'http://a:1 HTTPS_PROXY'],
  ['NO_PROXY', org, { HTTPS_PROXY: a, NO_PROXY: '.salesforce.com' }, 'exempt'],
  ['no_proxy', org, { HTTPS_PROXY: a, no_proxy: 'salesforce.com', NO_PROXY: 'other' }, 'exempt'],
  ['no_proxy in lower case counts', org, { HTTPS_PROXY: a, no_proxy: 'x', NO_PROXY: '*' }, 'http://a:1 HTTPS_PROXY'],
  ['NO_PROXY without a proxy', org, { NO_PROXY: '*' }, 'none is set'],
  ['loopback', 'http://127.0.0.1:8080', { ALL_PROXY: d, HTTP_PROXY: a }, 'this machine'],
  ['loopback by name', 'https://localhost', { ALL_PROXY: d }, 'this machine'],
  ['loopback by IPv6', 'http://[::1]:8080', { ALL_PROXY: d }, 'this machine'],
  ['all of 127', 'https://127.9.9.9', { ALL_PROXY: d }, 'this machine'],
  ['a host without scheme', org, { HTTPS_PROXY: 'proxy.corp:3128' }, 'http://proxy.corp:3128 HTTPS_PROXY'],
  ['a host without port', org, { HTTPS_PROXY: 'proxy.corp' }, 'http://proxy.corp:80 HTTPS_PROXY'],
  ['a proxy by TLS', org, { HTTPS_PROXY: 'https://proxy.corp/' }, 'https://proxy.corp:443 HTTPS_PROXY'],
  ['a proxy by IPv6', org, { HTTPS_PROXY: 'http://[fd00::1]:3128' }, 'http://[fd00::1]:3128 HTTPS_PROXY'],
]

describe('the proxy of an address', () => {
  test.each(table)('%s', (_, url, env, expected) => {
    expect(choose(url, env)).toBe(expected)
  })

  test('is the setting where there is one, whatever the environment says', () => {
    const env = { HTTPS_PROXY: a, NO_PROXY: '*' }
    expect(choose(org, env, { proxy: b })).toBe('http://b:2 proxy of the connector')
    expect(choose(org, env, { proxy: '' })).toBe('switched off')
    expect(choose('http://127.0.0.1', env, { proxy: b })).toBe('this machine')
  })

  test('of a service is the setting too, but for hosts in NO_PROXY', () => {
    const env = { NO_PROXY: '.corp' }
    expect(choose('https://embed.example.com', env, { proxy: b, isForeign: true })).toContain('http://b:2')
    expect(choose('https://embed.corp', env, { proxy: b, isForeign: true })).toBe('exempt')
  })

  test.each([
    ['socks5://proxy.corp:1080', /ALL_PROXY: "socks5:\/\/proxy.corp:1080" is a proxy of a kind that is not spoken/],
    ['http://', /is not the address of a proxy/],
    ['http://proxy.corp:99999', /is not the address of a proxy/],
    ['http://proxy.corp/path?x', /is not the address of a proxy/],
    ['two words', /is not the address of a proxy/],
  ])('that is %s is refused with the name of its variable, where it would be used', (value, message) => {
    expect(() => choose(org, { ALL_PROXY: value })).toThrow(message)
    expect(choose('http://127.0.0.1', { ALL_PROXY: value })).toBe('this machine')
    expect(choose(org, { ALL_PROXY: value, HTTPS_PROXY: a })).toBe('http://a:1 HTTPS_PROXY')
  })
})
