import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config/config.js'
import {
  credentials,
  environment as env,
  errorOf,
  loadFiles,
  openFolder,
  problemsOf,
  salesforceConnector as connector,
} from './config-folder.js'

describe('without a file', () => {
  it('the environment makes the one connector and the one datasource', async () => {
    const cwd = await openFolder()
    const config = await loadConfig({
      cwd,
      env: {
        ...env,
        SF_EXTRACT_SYNC_CUSTOM_OBJECTS: 'yes',
        SF_EXTRACT_CUSTOM_OBJECTS_TO_SYNC: '*',
        SF_EXTRACT_SYNC_INTERVAL: '1h',
      },
    })
    expect(config).toMatchObject({
      connectors: [
        {
          id: 'salesforce',
          name: 'Salesforce',
          loginUrl: 'https://fromenv.my.salesforce.com',
          clientId: 'env-key',
          clientSecret: 'env-secret',
        },
      ],
      datasources: [
        {
          id: 'salesforce',
          name: 'Salesforce',
          customObjects: ['*'],
          syncInterval: { text: '1h', everyMs: 3_600_000 },
        },
      ],
      extract: { state: `file:${join(cwd, '.sf-extract')}` },
      notes: [],
    })
    expect(config.file).toBeUndefined()
  })

  it('and without environment it is CONFIG_NOT_FOUND, with the places and what to do', async () => {
    const error = await errorOf(loadFiles({}, { env: { SF_EXTRACT_STATE: 'file:x', SF_EXTRACT_DOMAIN: ' ' } }))
    expect(error.code).toBe('CONFIG_NOT_FOUND')
    expect(error.message).toMatch(/coco\.yml.*\.salesforcerc.*package\.json/)
    expect(error.hint).toContain('sf-extract init')
  })

  it('half an environment is told what it lacks', async () => {
    const error = await errorOf(loadFiles({}, { env: { SF_EXTRACT_CLIENT_ID: 'x', SF_EXTRACT_DOMAIN: 'login' } }))
    expect(error.message).toBe('The environment has 2 problems')
    expect(error.details.problems).toEqual([
      expect.stringMatching(/^SF_EXTRACT_DOMAIN - "login" is shared by all orgs/),
      expect.stringMatching(/^client_secret - missing\. .*SF_EXTRACT_CLIENT_SECRET/),
    ])
  })
})

describe('a bare rc file', () => {
  it('makes one connector and one datasource of its keys', async () => {
    const rc = {
      ...credentials,
      api_version: 60,
      standard_objects_to_sync: ['Case'],
      objects: { Case: { where: 'IsClosed = false' } },
      sync: { interval: '1m' },
      enabled: false,
      concurrency: 9,
      retry: { attempts: 2 },
    }
    expect(await loadFiles({ '.salesforcerc': rc })).toMatchObject({
      connectors: [{ id: 'salesforce', name: 'Salesforce', apiVersion: '60.0' }],
      datasources: [
        {
          id: 'salesforce',
          name: 'Salesforce',
          standardObjects: ['Case'],
          objects: { Case: {} },
          syncInterval: { text: '1m', everyMs: 60_000 },
          disabledBy: 'enabled',
        },
      ],
      extract: { concurrency: 9, retry: { attempts: 2, delayMs: 500 } },
    })
  })

  it('is told its problems by their keys, unknown ones with a suggestion or in a note', async () => {
    const rc = {
      client_id: 'x',
      clientSecret: 'y',
      domain: 'mycompany',
      lookback: 'x',
      pagesize: 5,
      favourite_colour: 'blue',
    }
    const error = await errorOf(loadFiles({ '.salesforcerc': rc }))
    expect(error.details.problems).toEqual([
      'clientSecret - unknown key; did you mean "client_secret"?',
      'pagesize - unknown key; did you mean "page_size"?',
      'favourite_colour - unknown key',
      expect.stringMatching(/^client_secret - missing/),
      expect.stringMatching(/^lookback - "x" is not a duration/),
    ])
  })

  it('has a setting of one object at the top told where it belongs', async () => {
    expect(await problemsOf(loadFiles({ '.salesforcerc': { ...credentials, where: 'x', socks: 'http://p' } }))).toEqual(
      { where: 'unknown key; it is a setting of one object: objects.Account.where', socks: 'unknown key' },
    )
  })

  it('may have sections instead, or both where they do not speak of the same', async () => {
    const both = await loadFiles({
      '.salesforcerc': { ...credentials, datasource: { name: 'crm' }, extract: { concurrency: 2 } },
    })
    expect(both).toMatchObject({
      connectors: [{ id: 'salesforce' }],
      datasources: [{ id: 'crm' }],
      extract: { concurrency: 2 },
    })
    const mixed = {
      ...credentials,
      connector,
      datasource: { name: 'crm' },
      lookback: '1m',
      extract: {},
      state: 'file:x',
    }
    expect(await problemsOf(loadFiles({ '.salesforcerc': mixed }))).toEqual({
      domain: 'is beside "connector": move it into connector.config',
      client_id: 'is beside "connector": move it into connector.config',
      client_secret: 'is beside "connector": move it into connector.config',
      lookback: 'is beside "datasource": move it into datasource',
      state: 'is beside "extract": move it into extract',
    })
  })

  it('has no sections of others: only a coco.yml leaves those alone, with a note for one that looks like ours', async () => {
    const content = { connector, datasources: [], elastic: { enabled: true }, web: 1 }
    const { notes } = await loadFiles({ 'coco.yml': content })
    expect(notes).toEqual(['The section "datasources" is ignored; did you mean "datasource"?'])
    expect(await problemsOf(loadFiles({ '.salesforcerc': content }))).toEqual({
      datasources: 'unknown key; did you mean "datasource"?',
      elastic: 'unknown key; sections of other programs are left alone only in a file called coco.yml',
      web: 'unknown key',
    })
  })

  it('beside a coco.yml is not read, and a note says so', async () => {
    const { notes, file } = await loadFiles({
      'coco.yml': { connector },
      '.salesforcerc': credentials,
      '.salesforcerc.yml': '# nothing yet',
      'package.json': { name: 'x' },
    })
    expect(notes).toEqual([`${file} counts, and .salesforcerc beside it is not read; name another with --config.`])
  })
})
