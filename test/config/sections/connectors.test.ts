import { describe, expect, it } from 'vitest'
import { redact } from '../../../src/errors/redact.js'
import { credentials, errorOf, loadFiles, problemsOf, salesforceConnector as sample } from '../config-folder.js'

const withConfig = (config: Record<string, unknown>) => ({
  connector: { ...sample, config: { ...credentials, ...config } },
})

describe('a connector', () => {
  it('must be enabled and have the processor salesforce, as the Coco server requires', async () => {
    const noProcessor = { id: 'salesforce', config: credentials }
    expect(await problemsOf(loadFiles({ 'coco.yml': { connector: [noProcessor] } }))).toEqual({
      'connector[0].processor': 'is missing: processor: { enabled: true, name: salesforce }',
    })
    const off = { crm: { processor: { enabled: false, name: 'salesforce' }, config: credentials } }
    expect(Object.keys(await problemsOf(loadFiles({ 'coco.yml': { connector: off } })))).toEqual([
      'connector.crm.processor.enabled',
    ])
    const other = { ...sample, processor: { enabled: true, name: 'google_drive' } }
    expect(Object.keys(await problemsOf(loadFiles({ 'coco.yml': { connector: other } })))).toEqual([
      'connector.processor.name',
    ])
  })

  it('of another processor is skipped with a note, and so are its datasources', async () => {
    const { connectors, datasources, notes } = await loadFiles({
      'coco.yml': {
        connector: {
          google_drive: { enabled: true, interval: '10s' },
          hugo: { processor: { enabled: true, name: 'hugo_site' } },
          salesforce: sample,
        },
        datasource: [
          { name: 'Docs', connector: { id: 'hugo', config: { urls: ['x'], typo_all_over: 1 } } },
          { name: 'Drive', connector: 'google_drive' },
          { name: 'Mail', type: 'webhook' },
          { name: 'CRM', connector: 'salesforce' },
        ],
      },
    })
    expect(connectors.map(({ id }) => id)).toEqual(['salesforce'])
    expect(datasources.map(({ name }) => name)).toEqual(['CRM'])
    expect(notes).toEqual([
      "Skipped connectors that are not Salesforce's: google_drive, hugo.",
      "Skipped datasources that are not Salesforce's: Docs, Drive, Mail.",
    ])
  })

  it('without a processor is taken for Salesforce where it has a domain, so that what it lacks is told', async () => {
    const problems = await problemsOf(loadFiles({ 'coco.yml': { connector: { id: 'crm', config: credentials } } }))
    expect(Object.keys(problems)).toEqual(['connector.processor'])
  })

  it('has an id of its own, by its key or inside', async () => {
    expect(await problemsOf(loadFiles({ 'coco.yml': { connector: [sample, { ...sample, id: undefined }] } }))).toEqual({
      'connector[1].id': 'two connectors have the id "salesforce": give each its own',
    })
    expect(await problemsOf(loadFiles({ 'coco.yml': { connector: { crm: sample } } }))).toEqual({
      'connector.crm.id': '"salesforce" contradicts its key "crm"',
    })
  })

  it('has its problems told all at once, each with its path, and unknown keys with a suggestion', async () => {
    const config = {
      domian: 'x',
      client_id: { a: 1 },
      client_secret: '',
      api_version: '39.0',
      login_url: 'http://example.com',
    }
    const file = { connector: [{ ...sample, proccessor: {}, config }], datasource: { name: 'crm', lookback: 'soon' } }
    expect(await problemsOf(loadFiles({ 'coco.yml': file }))).toEqual({
      'connector[0].proccessor': 'unknown key; did you mean "processor"?',
      'connector[0].config.domian': 'unknown key; did you mean "domain"?',
      'connector[0].config.client_id': 'must be text',
      'connector[0].config.client_secret': expect.stringMatching(
        /^missing.*set SF_EXTRACT_CLIENT_SECRET; Setup > External Client App Manager/,
      ) as string,
      'connector[0].config.api_version': 'API version 39.0 is too old: 40.0 is the oldest this tool speaks',
      'connector[0].config.login_url': expect.stringContaining('use https') as string,
      'datasource.lookback': expect.stringContaining('"soon" is not a duration') as string,
    })
  })

  it('says the one problem in the message, and counts several', async () => {
    const one = await errorOf(loadFiles({ 'coco.yml': withConfig({ api_version: 'new' }) }))
    expect(one).toMatchObject({
      code: 'CONFIG_INVALID',
      message: 'coco.yml: connector.config.api_version - "new" is not an API version: write it like 62.0, or latest',
    })
    const two = await errorOf(loadFiles({ 'coco.yml': { ...withConfig({ client_idd: 1, foo: 2 }), extract: [] } }))
    expect(two.message).toBe('coco.yml has 3 problems')
    expect(two.details.problems).toContain('connector.config.foo - unknown key')
  })

  it.each([
    [62, '62.0'],
    ['62', '62.0'],
    ['v62.0', '62.0'],
    ['62.0', '62.0'],
    ['latest', 'latest'],
    ['LATEST', 'latest'],
    [40, '40.0'],
  ])('takes api_version %s as %s', async (given, version) => {
    expect((await loadFiles({ 'coco.yml': withConfig({ api_version: given }) })).connectors[0]?.apiVersion).toBe(
      version,
    )
  })

  it('logs in at login_url where it has one, and then needs no domain', async () => {
    const loginUrl = 'http://127.0.0.1:4000'
    for (const domain of ['crm.example.com', undefined]) {
      const { connectors } = await loadFiles({ 'coco.yml': withConfig({ login_url: loginUrl, domain }) })
      expect(connectors[0]?.loginUrl).toBe(loginUrl)
    }
  })

  it('keeps its secret out of every text from then on', async () => {
    await loadFiles({ '.salesforcerc': 'domain: x\nclient_id: y\nclient_secret: 9876543210987654321\n' })
    expect(redact('said 9876543210987654321 aloud')).toBe('said [redacted] aloud')
  })

  it.each([
    ['connector: 5', 'connector'],
    ['connector: [x]', 'connector[0]'],
    [`connector: { id: salesforce, processor: { enabled: true, name: salesforce }, config: [] }`, 'connector.config'],
    ['connector: { name: [a], id: salesforce, processor: { enabled: true, name: salesforce } }', 'connector.name'],
  ])('of the wrong shape is a problem: %s', async (text, path) => {
    expect(await problemsOf(loadFiles({ 'coco.yml': text }))).toHaveProperty([path], expect.stringMatching(/^must be/))
  })

  it('is missed with the section that may have been meant', async () => {
    const error = await errorOf(loadFiles({ 'coco.yml': { connectors: [sample], elastic: {} } }))
    expect(error.message).toContain('connector - none for Salesforce is configured')
    expect(error.hint).toContain('The section "connectors" is ignored; did you mean "connector"?')
  })
})
