import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { replaceLogin } from '../../../src/config/sources/replace-login.js'

const login = { auth: 'sf_cli', target_org: 'prod' }

describe('another login in a file', () => {
  it.each([
    [
      'a list with one connector',
      'connector:\n  - id: a # mine\n    config:\n      domain: b # here\n      client_id: "c"\n      # end of it\n\n# the data\ndatasource: [x,  y]\n',
      'connector:\n  - id: a # mine\n    config:\n      auth: sf_cli\n      target_org: prod\n      # end of it\n\n# the data\ndatasource: [x,  y]\n',
    ],
    [
      'one object, its settings on one line',
      'connector:\n  id: a\n  config: {domain: b, api_version: "62.0"}\n',
      'connector:\n  id: a\n  config: { api_version: "62.0", auth: sf_cli, target_org: prod }\n',
    ],
    [
      'a map by id, without any settings',
      'connector:\n  crm:\n    processor: { enabled: true, name: salesforce }\n',
      'connector:\n  crm:\n    processor: { enabled: true, name: salesforce }\n    config:\n      auth: sf_cli\n      target_org: prod\n',
    ],
    ['an rc file', '# mine\ndomain: b\nlookback: 5m\n', '# mine\nlookback: 5m\nauth: sf_cli\ntarget_org: prod\n'],
    ['an empty rc file', '', 'auth: sf_cli\ntarget_org: prod\n'],
  ])('takes the place of the one in %s; the rest stays as it is written', (_, before, after) => {
    expect(replaceLogin(before, login, { isCoco: before.startsWith('connector') })).toBe(after)
  })

  it('keeps what it has in common with the former one where it was', () => {
    const before = 'domain: b # ours\nclient_id: c\nclient_secret: d\n'
    const after = replaceLogin(
      before,
      { domain: 'b', client_id: 'other', client_secret: '$[[env.S]]' },
      { isCoco: false },
    )!
    expect(after).toContain('# ours')
    expect(parse(after)).toEqual({ domain: 'b', client_id: 'other', client_secret: '$[[env.S]]' })
  })

  it.each([
    ['connector: [{ id: a }, { id: b }]\n', true],
    ['connector: {}\n', true],
    ['connector: a\n', true],
    ['datasource: []\n', true],
    ['[a]\n', false],
    ['a: {\n', false],
  ])('is not written where it has no one place: %j', (text, isCoco) => {
    expect(replaceLogin(text, login, { isCoco })).toBeUndefined()
  })

  it.each([
    ['a list', 'connector:\n  - { id: a, config: { domain: b } }\n  - { id: c, config: { domain: d } }\n'],
    ['a map', 'connector:\n  a: { config: { domain: b } }\n  c: { config: { domain: d } }\n'],
  ])('goes to the connector that is named, of several in %s', (_, before) => {
    const after = replaceLogin(before, login, { isCoco: true, connector: 'c' })
    expect(after).toBe(before.replace('domain: d', 'auth: sf_cli, target_org: prod'))
    expect(replaceLogin(before, login, { isCoco: true, connector: 'd' })).toBeUndefined()
  })

  it('leaves JSON JSON, as far in as it was', () => {
    const before = '{\n\t"domain": "b",\n\t"lookback": "5m"\n}\n'
    const after = '{\n\t"lookback": "5m",\n\t"auth": "sf_cli",\n\t"target_org": "prod"\n}\n'
    expect(replaceLogin(before, login, { isCoco: false, isJson: true })).toBe(after)
  })

  it('goes below a key where the file has others, which may be new', () => {
    const place = { isCoco: false, isJson: true, section: 'salesforce' }
    const after = { name: 'app', version: '1.0.0', salesforce: login }
    expect(JSON.parse(replaceLogin('{"name": "app", "version": "1.0.0"}', login, place)!)).toEqual(after)
    const before = '{"name": "app", "version": "1.0.0", "salesforce": {"domain": "b", "client_id": "c"}}'
    expect(JSON.parse(replaceLogin(before, login, place)!)).toEqual(after)
  })
})
