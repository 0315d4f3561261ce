import { describe, expect, it } from 'vitest'
import type { Config } from '../../src/config/config-types.js'
import { connectorOf } from '../../src/config/connector-of.js'
import { selectDatasources, type Selection } from '../../src/config/select-datasources.js'
import { loadFiles, salesforceConnector as connector } from './config-folder.js'

const load = (...datasource: unknown[]) => loadFiles({ 'coco.yml': { connector, datasource } })
const crm = { id: 'crm', name: 'Sales' }
const off = { id: 'old', name: 'Old Sales', enabled: false }
const idsOf = (config: Config, selection: Selection) => selectDatasources(config, selection).map(({ id }) => id)
const disabled = (message: string): Error =>
  expect.objectContaining({ code: 'DATASOURCE_DISABLED', message: expect.stringContaining(message) as string }) as Error

describe('selecting datasources', () => {
  it('finds them by id or name, each once, in the order they are named', async () => {
    const config = await load(crm, { id: 'erp', name: 'crm' })
    expect(idsOf(config, { names: ['erp', 'Sales', 'crm'] })).toEqual(['erp', 'crm'])
  })

  it('takes the only one where none is named', async () => {
    expect(idsOf(await load(crm), {})).toEqual(['crm'])
  })

  it('is USAGE with the ids where none is named and there are several', async () => {
    const config = await load(crm, off)
    const error = { code: 'USAGE', message: 'Say which datasource: crm, old' }
    expect(() => idsOf(config, { names: [] })).toThrow(
      expect.objectContaining({ ...error, hint: 'Name one with --datasource.' }),
    )
    expect(() => idsOf(config, { all: false })).toThrow(
      expect.objectContaining({
        ...error,
        hint: 'Name one with --datasource, or take every enabled one with --all.',
      }),
    )
  })

  it('is DATASOURCE_UNKNOWN with a suggestion and the list', async () => {
    const config = await load(crm, off)
    expect(() => idsOf(config, { names: ['slaes'] })).toThrow(
      expect.objectContaining({
        code: 'DATASOURCE_UNKNOWN',
        hint: 'Did you mean "Sales"? The configuration has: crm, old.',
      }),
    )
    expect(() => idsOf(config, { names: ['something'] })).toThrow(
      expect.objectContaining({ hint: 'The configuration has: crm, old.' }),
    )
  })

  it('is USAGE where a name is that of several', async () => {
    const config = await load({ id: 'a', name: 'Sales' }, { id: 'b', name: 'Sales' })
    expect(() => idsOf(config, { names: ['Sales'] })).toThrow(expect.objectContaining({ code: 'USAGE' }))
    expect(idsOf(config, { names: ['b'] })).toEqual(['b'])
  })

  it('takes every enabled one with all', async () => {
    expect(idsOf(await load(crm, off, { id: 'erp' }), { all: true })).toEqual(['crm', 'erp'])
  })

  it('is DATASOURCE_DISABLED with the reason for one that is switched off, unless forced', async () => {
    const config = await load(off, { id: 'still', sync: { enabled: false } })
    expect(() => idsOf(config, { names: ['old'] })).toThrow(disabled('(enabled: false)'))
    expect(() => idsOf(config, { names: ['still'] })).toThrow(disabled('(sync.enabled: false)'))
    expect(() => idsOf(config, { all: true })).toThrow(disabled('Every datasource'))
    expect(idsOf(config, { names: ['old'], force: true })).toEqual(['old'])
    expect(() => selectDatasources({ datasources: config.datasources.slice(0, 1) }, {})).toThrow(
      disabled('(enabled: false)'),
    )
  })

  it('is USAGE where all and names come together', async () => {
    const config = await load(crm)
    expect(() => idsOf(config, { names: ['crm'], all: true })).toThrow(expect.objectContaining({ code: 'USAGE' }))
  })
})

describe("a datasource's connector", () => {
  it('is found in its configuration', async () => {
    const config = await load(crm)
    expect(connectorOf(config, config.datasources[0]!)).toBe(config.connectors[0])
    expect(() => connectorOf({ connectors: [] }, config.datasources[0]!)).toThrow(
      expect.objectContaining({ code: 'BUG' }),
    )
  })
})
