import { describe, expect, it } from 'vitest'
import {
  credentials,
  environment as env,
  loadFiles,
  problemsOf,
  salesforceConnector as connector,
} from '../config-folder.js'

describe('the environment', () => {
  it('beats the file, and a flag beats both', async () => {
    const rc = {
      '.salesforcerc': { ...credentials, lookback: '1m', concurrency: 3, page_size: 300, retry: { delay: '1s' } },
    }
    const set = {
      ...env,
      SF_EXTRACT_LOOKBACK: '2m',
      SF_EXTRACT_CONCURRENCY: '5',
      SF_EXTRACT_RETRY_DELAY: '2s',
      SF_EXTRACT_STANDARD_OBJECTS_TO_SYNC: 'Task, case',
    }
    const config = await loadFiles(rc, { env: set, flags: { concurrency: '7' } })
    expect(config).toMatchObject({
      connectors: [{ loginUrl: 'https://fromenv.my.salesforce.com', clientId: 'env-key', clientSecret: 'env-secret' }],
      datasources: [{ lookbackMs: 120_000, standardObjects: ['Task', 'Case'] }],
      extract: { concurrency: 7, pageSize: 300, retry: { delayMs: 2000 } },
    })
    expect((await loadFiles(rc, { env: set, flags: { concurrency: undefined } })).extract.concurrency).toBe(5)
  })

  it('and flags are named where their values are wrong', async () => {
    const wrong = {
      ...env,
      SF_EXTRACT_LOOKBACK: 'x',
      SF_EXTRACT_SYNC_INTERVAL: 'y',
      SF_EXTRACT_RETRY_DELAY: 'z',
      SF_EXTRACT_STANDARD_OBJECTS_TO_SYNC: 'Account,a b',
    }
    const problems = await problemsOf(loadFiles({}, { env: wrong, flags: { concurrency: '100' } }))
    expect(Object.keys(problems).toSorted()).toEqual([
      '--concurrency',
      'SF_EXTRACT_LOOKBACK',
      'SF_EXTRACT_RETRY_DELAY',
      'SF_EXTRACT_STANDARD_OBJECTS_TO_SYNC',
      'SF_EXTRACT_SYNC_INTERVAL',
    ])
  })

  it('decides the address: its domain beats a login_url of the file, its login_url beats any domain', async () => {
    const rc = { '.salesforcerc': { ...credentials, login_url: 'http://127.0.0.1:1' } }
    const loginUrlWith = async (set: Record<string, string>) =>
      (await loadFiles(rc, { env: set })).connectors[0]?.loginUrl
    expect(await loginUrlWith({ SF_EXTRACT_DOMAIN: 'fromenv' })).toBe('https://fromenv.my.salesforce.com')
    expect(
      await loginUrlWith({ SF_EXTRACT_DOMAIN: 'crm.example.com', SF_EXTRACT_LOGIN_URL: 'http://127.0.0.1:2' }),
    ).toBe('http://127.0.0.1:2')
  })

  it('overrides every connector and datasource there is, with a note', async () => {
    const file = { connector: [connector, { ...connector, id: 'second' }] }
    const { connectors, notes } = await loadFiles(
      { 'coco.yml': file },
      { env: { ...env, SF_EXTRACT_DELETES: 'false' } },
    )
    expect(connectors.map(({ loginUrl }) => loginUrl)).toEqual([
      'https://fromenv.my.salesforce.com',
      'https://fromenv.my.salesforce.com',
    ])
    expect(notes).toEqual([
      `${Object.keys(env).join(', ')} override what all 2 Salesforce connectors say.`,
      'SF_EXTRACT_DELETES overrides what all 2 Salesforce datasources say.',
    ])
  })

  it('gets a note for a variable that looks misspelt', async () => {
    const { notes } = await loadFiles(
      {},
      { env: { ...env, SF_EXTRACT_LOKBACK: '1m', SF_EXTRACT_UNRELATED_THING: 'x', SF_OTHER: 'y' } },
    )
    expect(notes).toEqual(['SF_EXTRACT_LOKBACK is set but means nothing; did you mean SF_EXTRACT_LOOKBACK?'])
  })
})
