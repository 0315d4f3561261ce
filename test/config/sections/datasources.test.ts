import { describe, expect, it } from 'vitest'
import { loadFiles, problemsOf, salesforceConnector as connector } from '../config-folder.js'

const load = (datasource: unknown) => loadFiles({ 'coco.yml': { connector, datasource } })
const one = async (datasource: Record<string, unknown>) => (await load({ name: 'crm', ...datasource })).datasources[0]
const problems = (datasource: unknown) => problemsOf(load(datasource))

describe('a datasource', () => {
  it('has defaults for all but its name', async () => {
    expect(await one({})).toMatchObject({
      id: 'crm',
      name: 'crm',
      connectorId: 'salesforce',
      enabled: true,
      namesStandardObjects: false,
      standardObjects: ['Account', 'Opportunity', 'Contact', 'Lead', 'Campaign', 'Case'],
      customObjects: [],
      watermarkField: 'LastModifiedDate',
      lookbackMs: 600_000,
      cacheMaxAgeMs: 0,
      deletes: true,
      children: true,
      files: 'links',
      schema: 'keep',
      objects: {},
      syncInterval: { text: '30s', everyMs: 30_000 },
    })
  })

  it('may have its settings in connector.config or beside sync', async () => {
    const settings = {
      watermark_field: 'systemmodstamp',
      lookback: '1h',
      cache_max_age: '1d',
      deletes: false,
      children: 'off',
      files: 'download',
      schema: 'resync',
    }
    const read = {
      watermarkField: 'SystemModstamp',
      lookbackMs: 3_600_000,
      cacheMaxAgeMs: 86_400_000,
      deletes: false,
      children: false,
      files: 'download',
      schema: 'resync',
    }
    expect(await one(settings)).toMatchObject(read)
    expect(await one({ connector: { id: 'salesforce', config: settings } })).toMatchObject(read)
  })

  it('is told where a setting stands in both places, or in the wrong shape', async () => {
    expect(
      await problems([
        { name: 'a', lookback: '1m', connector: { config: { lookback: '2m' } } },
        { name: 'b', connector: { config: 5 } },
      ]),
    ).toEqual({
      'datasource[0].lookback': 'is in datasource[0].connector.config.lookback too: keep one of them',
      'datasource[1].connector.config': 'must be a map of settings',
    })
  })

  it('is told every wrong value at once, by its path', async () => {
    const config = {
      standard_object_to_sync: ['Account'],
      standard_objects_to_sync: { a: 1 },
      sync_custom_objects: 'maybe',
      custom_objects_to_sync: ['ok__c', '../x'],
      watermark_field: 'CreatedDate',
      files: 'all',
      schema: 1,
      deletes: {},
      cache_max_age: '-1s',
      objects: [],
    }
    const file = [
      {
        name: 'crm',
        lookbak: '5m',
        connector: { id: 'salesforce', config },
        sync: { intervall: '1m', interval: 5, enabled: 2 },
      },
    ]
    expect(await problems(file)).toEqual({
      'datasource[0].lookbak': 'unknown key; did you mean "lookback"?',
      'datasource[0].connector.config.standard_object_to_sync': 'unknown key; did you mean "standard_objects_to_sync"?',
      'datasource[0].connector.config.standard_objects_to_sync': 'must be a list',
      'datasource[0].connector.config.sync_custom_objects': '"maybe" must be true or false',
      'datasource[0].connector.config.custom_objects_to_sync[1]': '"../x" is not an object\'s API name',
      'datasource[0].connector.config.watermark_field': '"CreatedDate" must be one of LastModifiedDate, SystemModstamp',
      'datasource[0].connector.config.files': '"all" must be one of links, index, download',
      'datasource[0].connector.config.schema': '"1" must be one of keep, resync',
      'datasource[0].connector.config.deletes': 'this must be true or false',
      'datasource[0].connector.config.cache_max_age':
        '"-1s" is not a duration: write it like 500ms, 30s, 5m, 1h, 1d or 0',
      'datasource[0].connector.config.objects': 'must be a map by object',
      'datasource[0].sync.intervall': 'unknown key; did you mean "interval"?',
      'datasource[0].sync.interval':
        '"5" is no interval: write a duration such as 30s, 5m, 1h or 1d, or a cron expression such as "0 3 * * *"',
      'datasource[0].sync.enabled': '"2" must be true or false',
    })
  })

  it('leaves the Coco server its own keys', async () => {
    const server = {
      _id: 'x',
      description: 'd',
      icon: 'i',
      webhook: { enabled: true },
      enrichment_pipeline: { name: 'p' },
      tags_vocab: [],
    }
    expect(
      await one({ ...server, sync: { enabled: true, strategy: 'interval', page_size: 5, interval: '' } }),
    ).toMatchObject({ syncInterval: { text: '30s', everyMs: 30_000 } })
  })

  it('is switched off by enabled or by sync.enabled, and tells by which', async () => {
    expect(await one({ enabled: false })).toMatchObject({ enabled: false, disabledBy: 'enabled' })
    expect(await one({ sync: { enabled: 'false' } })).toMatchObject({ enabled: false, disabledBy: 'sync.enabled' })
  })

  it('takes a slug of its name for an id, and its id or its connector for a name', async () => {
    const { datasources } = await load([
      { name: 'Vertrieb: Köln & Zürich!' },
      { name: '我的数据' },
      { id: 7 },
      { connector: 'salesforce' },
    ])
    expect(datasources.map(({ id, name }) => [id, name])).toEqual([
      ['vertrieb-koln-zurich', 'Vertrieb: Köln & Zürich!'],
      ['我的数据', '我的数据'],
      ['7', '7'],
      ['salesforce', 'Salesforce Connector'],
    ])
  })

  it('needs an id that is its own and can be a name of a file', async () => {
    expect(
      await problems([
        { name: 'A b' },
        { id: 'a-b', lookback: 'x' },
        { name: '!!!' },
        { id: '../up' },
        { id: '..' },
        { id: [1] },
      ]),
    ).toMatchObject({
      'datasource[1].id': 'two datasources have the id "a-b": give each its own',
      'datasource[2].id': 'missing: the name "!!!" has no letters to make one from',
      'datasource[3].id': '"../up" may hold only letters, digits, "-", "_" and "."',
      'datasource[4].id': '".." may hold only letters, digits, "-", "_" and "."',
      'datasource[5].id': 'must be text',
    })
  })

  it('must name a connector there is, where it cannot be guessed', async () => {
    expect(await problems([{ name: 'a', connector: { id: 'salesfroce' } }])).toEqual({
      'datasource[0].connector.id':
        'no connector has the id "salesfroce"; did you mean "salesforce"? (there are salesforce)',
    })
    const two = { connector: [connector, { ...connector, id: 'second' }], datasource: { name: 'a' } }
    expect(await problemsOf(loadFiles({ 'coco.yml': two }))).toEqual({
      'datasource.connector.id': 'missing: name a connector (there are salesforce, second)',
    })
  })

  it('is made for each connector where none is configured', async () => {
    const connectors = [connector, { ...connector, id: 'second', name: 'Second Org' }]
    const { datasources } = await loadFiles({ 'coco.yml': { connector: connectors } })
    expect(datasources.map(({ id, name, connectorId }) => [id, name, connectorId])).toEqual([
      ['salesforce', 'Salesforce Connector', 'salesforce'],
      ['second', 'Second Org', 'second'],
    ])
  })

  it('may be one of a map by id, with nothing in it', async () => {
    expect((await load({ crm: null, erp: { name: 'ERP' } })).datasources).toMatchObject([
      { id: 'crm', name: 'crm' },
      { id: 'erp', name: 'ERP' },
    ])
  })
})
