import { describe, expect, it } from 'vitest'
import { loadFiles, problemsOf } from './config-folder.js'

/** The three JSON texts and the YAML of the Coco server's connector page, as they stand there. */
const putBody = `{
    "name": "Salesforce Connector",
    "description": "Fetch data from Salesforce with intelligent field caching and query optimization.",
    "icon": "/assets/icons/connector/salesforce/icon.png",
    "category": "crm",
    "tags": [
        "salesforce",
        "crm",
        "api",
        "oauth"
    ],
    "url": "http://coco.rs/connectors/salesforce",
    "assets": {
        "icons": {
            "default": "/assets/icons/connector/salesforce/icon.png",
            "account": "/assets/icons/connector/salesforce/account.png"
        }
    },
    "processor": {
        "enabled": true,
        "name": "salesforce"
    }
}`

const connectorJson = `{
  "id": "salesforce",
  "name": "Salesforce Connector",
  "builtin": true,
  "processor": {
    "enabled": true,
    "name": "salesforce"
  },
  "config": {
    "domain": "mycompany",
    "client_id": "your_client_id_here",
    "client_secret": "your_client_secret_here"
  }
}`

const datasourceBody = `{
    "name": "My Salesforce Data",
    "type": "connector",
    "enabled": true,
    "connector": {
        "id": "salesforce",
        "config": {
            "standard_objects_to_sync": ["Account", "Opportunity", "Contact", "Lead", "Campaign", "Case"],
            "sync_custom_objects": true,
            "custom_objects_to_sync": ["CustomObject__c"]
        }
    },
    "sync": {
        "enabled": true,
        "interval": "5m"
    }
}`

const pipeline = `pipeline:
  - name: connector_dispatcher
    auto_start: true
    keep_running: true
    singleton: true
    retry_delay_in_ms: 10000
    processor:
      - connector_dispatcher:
          max_running_timeout_in_seconds: 1200
`

const env = {
  SF_EXTRACT_DOMAIN: 'mycompany',
  SF_EXTRACT_CLIENT_ID: 'your_client_id_here',
  SF_EXTRACT_CLIENT_SECRET: 'your_client_secret_here',
}

const connector = {
  id: 'salesforce',
  name: 'Salesforce Connector',
  loginUrl: 'https://mycompany.my.salesforce.com',
  clientId: 'your_client_id_here',
  clientSecret: 'your_client_secret_here',
  auth: 'client_credentials',
  jobsAtOnce: 4,
  apiVersion: '62.0',
  folder: expect.any(String) as string,
}

const datasource = {
  id: 'my-salesforce-data',
  name: 'My Salesforce Data',
  connectorId: 'salesforce',
  enabled: true,
  standardObjects: ['Account', 'Opportunity', 'Contact', 'Lead', 'Campaign', 'Case'],
  customObjects: ['CustomObject__c'],
  syncInterval: { text: '5m', everyMs: 300_000 },
}

const indent = (text: string): string => text.replaceAll('\n', '\n  ')

describe('what the connector page says, pasted unchanged', () => {
  it.each([
    ['one object', `connector: ${indent(connectorJson)}\ndatasource: ${indent(datasourceBody)}\n${pipeline}`],
    ['a list', `connector:\n- ${indent(connectorJson)}\ndatasource:\n- ${indent(datasourceBody)}\n${pipeline}`],
    ['JSON throughout', `{"connector": ${connectorJson}, "datasource": ${datasourceBody}}`],
  ])('loads from coco.yml as %s', async (_, text) => {
    const config = await loadFiles({ 'coco.yml': text })
    expect(config.connectors).toEqual([connector])
    expect(config.datasources).toMatchObject([datasource])
  })

  it('loads as a map by id, whose keys are the ids', async () => {
    const text = `connector:\n  salesforce: ${indent(putBody)}\ndatasource:\n  crm: ${indent(datasourceBody)}\n`
    const config = await loadFiles({ 'coco.yml': text }, { env })
    expect(config.connectors).toEqual([connector])
    expect(config.datasources).toMatchObject([{ ...datasource, id: 'crm' }])
  })

  it('loads the registration, which has no id and no config, with the credentials of the environment', async () => {
    const config = await loadFiles({ 'coco.yml': `connector: ${indent(putBody)}\n${pipeline}` }, { env })
    expect(config.connectors).toEqual([connector])
    expect(config.datasources).toMatchObject([{ id: 'salesforce', name: 'Salesforce Connector', customObjects: [] }])
  })

  it('names what the registration alone lacks', async () => {
    expect(Object.keys(await problemsOf(loadFiles({ 'coco.yml': `connector: ${indent(putBody)}` })))).toEqual([
      'connector.config.domain',
      'connector.config.client_id',
      'connector.config.client_secret',
    ])
  })

  it('loads as a whole rc file', async () => {
    expect((await loadFiles({ '.salesforcerc': connectorJson })).connectors).toEqual([connector])
    expect((await loadFiles({ '.salesforcerc.json': datasourceBody }, { env })).datasources).toMatchObject([datasource])
  })

  it('loads with the pipeline alone, where the environment names the org', async () => {
    const config = await loadFiles({ 'coco.yml': pipeline }, { env })
    expect(config.connectors).toEqual([{ ...connector, name: 'Salesforce' }])
    expect(config.datasources).toMatchObject([{ id: 'salesforce', name: 'Salesforce' }])
  })

  it('says what is missing where the pipeline is all there is', async () => {
    const problems = await problemsOf(loadFiles({ 'coco.yml': pipeline }))
    expect(problems).toEqual({ connector: expect.stringContaining('none for Salesforce is configured') as string })
  })
})

describe('the dispatcher of the pipeline', () => {
  it('has its own keys checked, and no other entry', async () => {
    const file = {
      connector: JSON.parse(connectorJson) as unknown,
      pipeline: [
        { name: 'other', auto_strat: 'whatever', processor: 5 },
        {
          name: 'connector_dispatcher',
          auto_strat: true,
          keep_running: 'perhaps',
          retry_delay_in_ms: '10s',
          processor: [
            { connector_dispatcher: { max_running_timeout_in_second: 5, max_running_timeout_in_seconds: -1 } },
            { other: {} },
          ],
        },
        { name: 'connector_dispatcher', processor: 'connector_dispatcher', logging: true },
      ],
    }
    expect(await problemsOf(loadFiles({ 'coco.yml': file }))).toEqual({
      'pipeline[1].auto_strat': 'unknown key; did you mean "auto_start"?',
      'pipeline[1].keep_running': '"perhaps" must be true or false',
      'pipeline[1].retry_delay_in_ms': '"10s" must be a whole number from 1 to 86400000',
      'pipeline[1].processor[0].connector_dispatcher.max_running_timeout_in_second':
        'unknown key; did you mean "max_running_timeout_in_seconds"?',
      'pipeline[1].processor[0].connector_dispatcher.max_running_timeout_in_seconds':
        '"-1" must be a whole number from 1 to 604800',
      'pipeline[2]': 'is a second connector_dispatcher: there is one',
    })
  })

  const defaults = {
    autoStart: true,
    keepRunning: true,
    singleton: true,
    retryDelayMs: 10_000,
    maxRunningTimeoutMs: 1_200_000,
    pipelinesInSync: false,
  }

  it.each([
    ['without the section', {}, {}],
    ['without an entry of it', { pipeline: [{ name: 'other' }] }, {}],
    ['with the entry alone', { pipeline: [{ name: 'connector_dispatcher', processor: [{ other: {} }] }] }, {}],
    [
      'with all of it, as one entry instead of a list',
      {
        pipeline: {
          name: 'connector_dispatcher',
          auto_start: false,
          keep_running: 'no',
          singleton: false,
          retry_delay_in_ms: 500,
          processor: [
            { other: {} },
            { connector_dispatcher: { max_running_timeout_in_seconds: 60, pipelines_in_sync: true } },
          ],
        },
      },
      {
        autoStart: false,
        keepRunning: false,
        singleton: false,
        retryDelayMs: 500,
        maxRunningTimeoutMs: 60_000,
        pipelinesInSync: true,
      },
    ],
  ])('has the defaults where nothing else is said: %s', async (_, section, settings) => {
    const file = { connector: JSON.parse(connectorJson) as unknown, ...section }
    expect((await loadFiles({ 'coco.yml': file })).pipeline).toEqual({ ...defaults, ...settings })
  })

  it('has processors that are a list', async () => {
    const file = {
      connector: JSON.parse(connectorJson) as unknown,
      pipeline: [{ name: 'connector_dispatcher', processor: 'connector_dispatcher', logging: true }],
    }
    expect(await problemsOf(loadFiles({ 'coco.yml': file }))).toEqual({ 'pipeline[0].processor': 'must be a list' })
  })
})
