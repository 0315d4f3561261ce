import { chmod, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { jsonLines } from '../support/cli-org.js'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { callCli } from '../support/call-cli.js'

describe('where a configuration may stand', unhurried, () => {
  test('in the environment alone, for sync and for describe', async () => {
    const { folder, env } = await openJourney({ records: 20 })
    const only = { ...env, SF_EXTRACT_STANDARD_OBJECTS_TO_SYNC: 'Campaign' }
    expect(await callCli(['sync', '--quiet'], { cwd: folder, env: only })).toMatchObject({ code: 0, stderr: '' })
    const { code, stdout } = await callCli(['describe', 'Account'], { cwd: folder, env })
    expect(code).toBe(0)
    expect(stdout).toContain('BillingCity')
  })

  test.each([
    ['.salesforcerc', renderFlat],
    ['coco.yml', renderCoco],
    ['package.json', (reach: Reach) => JSON.stringify({ name: 'my-project', salesforce: flat(reach) })],
  ])('in %s', async (name, render) => {
    const journey = await openJourney({ records: 20 })
    await writeFile(path.join(journey.folder, name), render(reachOf(journey)))
    await chmod(path.join(journey.folder, name), 0o600)
    const { code, stderr, stdout } = await runBare(journey, ['sync'])
    expect(stderr).toContain('done, ')
    expect(code).toBe(0)
    expect(stdout).toContain('"type":"Campaign"')
    expect(stdout).not.toContain('"type":"Account"')
  })

  test('in the registration and the datasource of the Coco server, pasted unchanged but for the address', async () => {
    const journey = await openJourney({ records: 20 })
    const [connector, datasource] = pasted(reachOf(journey))
    const content = JSON.stringify({ connector, datasource }, undefined, 4)
    await writeFile(path.join(journey.folder, 'coco.yml'), content, { mode: 0o600 })
    const { code, stdout, stderr } = await runBare(journey, ['sync', '--datasource', 'My Salesforce Data'])
    expect(stderr).toContain('my-salesforce-data: done, ')
    expect(code).toBe(0)
    const types = new Set(jsonLines(stdout).map(({ type }) => type))
    const objects = ['Account', 'Opportunity', 'Contact', 'Lead', 'Campaign', 'Case', 'Project__c']
    expect(types).toEqual(new Set(['folder', ...objects]))
  })

  test('the flag beats the nearest file, and a file of a folder above is found', async () => {
    const journey = await openJourney({ records: 20 })
    await writeFile(path.join(journey.folder, '.salesforcerc'), 'domain: elsewhere\n')
    await writeFile(path.join(journey.folder, 'other.yml'), renderFlat(reachOf(journey)), { mode: 0o600 })
    expect(await runBare(journey, ['sync', '--quiet', '--config', 'other.yml'])).toMatchObject({ code: 0, stderr: '' })
  })
})

interface Reach {
  url: string
  id: string
  secret: string
}

function reachOf({ sandbox }: Journey): Reach {
  return { url: sandbox.url, id: sandbox.clientId, secret: sandbox.clientSecret }
}

/** A run that knows nothing but what its folder tells; `SF_SECRET` is what a file may refer to. */
function runBare({ folder, sandbox }: Journey, args: string[]) {
  return callCli(args, { cwd: folder, env: { SF_SECRET: sandbox.clientSecret } })
}

function flat({ url, id, secret }: Reach) {
  return { login_url: url, client_id: id, client_secret: secret, standard_objects_to_sync: ['Campaign'] }
}

function renderFlat({ url, id }: Reach): string {
  return `
login_url: ${url}
client_id: ${id}
client_secret: $[[env.SF_SECRET]]
standard_objects_to_sync: [Campaign]
`
}

function renderCoco({ url, id }: Reach): string {
  return `
elasticsearch: [{ name: prod, endpoint: http://localhost:9200 }]
connector:
  - id: salesforce
    name: Salesforce Connector
    processor: { enabled: true, name: salesforce }
    config: { login_url: "${url}", client_id: ${id}, client_secret: "\${SF_SECRET}" }
  - { id: rss, processor: { enabled: true, name: rss } }
datasource:
  - id: crm
    name: My Salesforce Data
    type: connector
    connector: { id: salesforce, config: { standard_objects_to_sync: [Campaign] } }
    sync: { enabled: true, interval: 5m }
  - { id: news, type: connector, connector: { id: rss } }
`
}

/** As the connector's documentation has them; its example object is one of the embedded org's here. */
function pasted({ url, id, secret }: Reach) {
  const connector = {
    id: 'salesforce',
    name: 'Salesforce Connector',
    description: 'Fetch data from Salesforce with intelligent field caching and query optimization.',
    icon: '/assets/icons/connector/salesforce/icon.png',
    category: 'crm',
    tags: ['salesforce', 'crm', 'api', 'oauth'],
    url: 'http://coco.rs/connectors/salesforce',
    assets: { icons: { default: '/assets/icons/connector/salesforce/icon.png' } },
    builtin: true,
    processor: { enabled: true, name: 'salesforce' },
    config: { domain: url, client_id: id, client_secret: secret },
  }
  const datasource = {
    name: 'My Salesforce Data',
    type: 'connector',
    enabled: true,
    connector: {
      id: 'salesforce',
      config: {
        standard_objects_to_sync: ['Account', 'Opportunity', 'Contact', 'Lead', 'Campaign', 'Case'],
        sync_custom_objects: true,
        custom_objects_to_sync: ['Project__c'],
      },
    },
    sync: { enabled: true, interval: '5m' },
  }
  return [connector, datasource]
}
