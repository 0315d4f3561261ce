import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RunReport } from '../../src/terms.js'
import { openCliOrg } from '../support/cli-org.js'

const configuration = `
connector:
  config:
    domain: mycompany
    client_id: $[[env.SF_EXTRACT_CLIENT_ID]]
    client_secret: $[[env.SF_EXTRACT_CLIENT_SECRET]]
  id: salesforce
  processor: { enabled: true, name: salesforce }
datasource:
  - id: broken
    name: Broken
    type: connector
    connector: { id: salesforce, config: { standard_objects_to_sync: [Acount] } }
  - id: leads
    name: Leads
    type: connector
    connector: { id: salesforce, config: { standard_objects_to_sync: [Lead] } }
  - id: old
    name: Old
    type: connector
    enabled: false
    connector: { id: salesforce, config: { standard_objects_to_sync: [Campaign] } }
`

async function openConfiguredOrg() {
  const org = await openCliOrg()
  await writeFile(path.join(org.folder, 'coco.yml'), configuration)
  return org
}

describe('several datasources', () => {
  test('run in turn with --all, each reported; the most serious exit code counts', async () => {
    const { folder, run } = await openConfiguredOrg()
    const { code, stderr } = await run('sync', '--all', '--output', 'documents', '--report', 'runs.json')
    expect(code).toBe(2)
    expect(stderr).toMatch(/^error OBJECT_UNKNOWN: .*"Acount".*did you mean "Account"\?/m)
    expect(stderr).toMatch(/^leads: done/m)
    const reports = JSON.parse(await readFile(path.join(folder, 'runs.json'), 'utf8')) as RunReport[]
    expect(reports.map(({ datasource, outcome }) => [datasource, outcome])).toEqual([
      ['broken', 'failed'],
      ['leads', 'done'],
    ])
  })

  test('have to be named, and one that is switched off is refused without --force', async () => {
    const { run } = await openConfiguredOrg()
    const none = await run('sync')
    expect(none).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error USAGE: Say which datasource: broken, leads, old/) as string,
    })
    const off = await run('sync', '--datasource', 'old')
    expect(off).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error DATASOURCE_DISABLED: /) as string })
    const unknown = await run('sync', '--datasource', 'lead')
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean "leads"?') as string })
    const forced = await run('sync', '--datasource', 'Old', '--force', '--output', 'documents')
    expect(forced.code).toBe(0)
  })

  test('are all in status, with what each object came to', async () => {
    const { run } = await openConfiguredOrg()
    await run('sync', '--datasource', 'leads', '--output', 'documents')
    const text = await run('status')
    expect(text.stdout).toMatch(/^broken: no run yet\n\nleads to \S+documents: done \d+s ago, \d+ calls/)
    expect(text.stdout).toMatch(/^Lead +20\d\d-\S+Z +done +\d+ +0 +\d+ +\d+s$/m)
    const json = await run('status', '--datasource', 'leads', '--json')
    expect(JSON.parse(json.stdout)).toMatchObject([
      {
        datasource: 'leads',
        held: false,
        objects: [
          { object: 'Lead', loading: false, ageSeconds: expect.any(Number) as number, last: { outcome: 'done' } },
        ],
      },
    ])
  })
})
