import { expect, test } from 'vitest'
import { pagesUrl, parseInstanceUrl } from '../../../src/org/login/instance-url.js'

const production = 'https://mycompany.my.salesforce.com'

test.each([
  [production, production],
  [production, 'https://mycompany--uat.sandbox.my.salesforce.com'],
  [production, 'https://x-dev-ed.cs40.my.salesforce.com'],
  [production, 'https://na1.salesforce.com'],
  ['https://mycompany.my.salesforce.mil', 'https://other.my.salesforce.mil'],
  ['https://mycompany.my.sfcrmproducts.cn', 'https://other.my.sfcrmproducts.cn'],
  ['https://proxy.example:8443', 'https://proxy.example:8443'],
  ['https://proxy.example', production],
  ['https://proxy.example', 'https://mycompany.my.salesforce.mil'],
  ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
  ['http://127.0.0.1:4000', 'http://localhost:4001'],
  ['http://127.0.0.1:4000', production],
])('a login at %s may lead to %s', (login, instance) => {
  expect(parseInstanceUrl(`${instance}/`, login)).toBe(instance)
})

test('with mutual TLS the calls go to the port of the login, and people to the usual one', () => {
  const login = `${production}:8443`
  expect(parseInstanceUrl(production, login)).toBe(login)
  expect(parseInstanceUrl(login, login)).toBe(login)
  expect(parseInstanceUrl('https://other.my.salesforce.com', login)).toBe('https://other.my.salesforce.com')
  expect([login, production, 'http://127.0.0.1:4000'].map(pagesUrl)).toEqual([
    production,
    production,
    'http://127.0.0.1:4000',
  ])
})

test.each([
  [production, 'http://127.0.0.1:4000'],
  [production, 'https://localhost'],
  [production, 'http://mycompany.my.salesforce.com'],
  [production, 'https://mycompany.my.salesforce.com:8443'],
  [production, 'https://mycompany.my.salesforce.mil'],
  [production, 'https://mycompany.my.salesforce.com.example'],
  [production, 'https://my.salesforce.com'],
  [production, 'https://evilmy.salesforce.com'],
  [production, 'https://help.salesforce.com'],
  [production, 'https://proxy.example'],
  ['https://mycompany.my.salesforce.mil', production],
  ['https://proxy.example', 'https://other.example'],
  ['https://proxy.example', 'http://proxy.example'],
  ['https://proxy.example', 'http://127.0.0.1'],
  ['http://127.0.0.1:4000', 'http://10.0.0.1:4000'],
  ['http://127.0.0.1:4000', 'ftp://127.0.0.1:4000'],
])('a login at %s may not lead to %s', (login, instance) => {
  expect(() => parseInstanceUrl(instance, login)).toThrow(
    expect.objectContaining({ code: 'FOREIGN_ADDRESS', message: expect.stringContaining(instance) as string }),
  )
})
