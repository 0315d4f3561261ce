import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js'

/** An embedded org in this process, and a folder whose configuration reads some of its objects. */
export async function withOrg(
  options: SandboxOptions,
  objects: string[],
  work: (org: Sandbox, cwd: string) => Promise<void>,
): Promise<void> {
  const org = await startSandbox({ dailyCalls: 10_000_000, ...options })
  const cwd = mkdtempSync(path.join(tmpdir(), 'sf-extract-bench-'))
  const custom = objects.filter((name) => name.endsWith('__c'))
  const config = {
    connector: {
      name: 'Bench',
      processor: { enabled: true, name: 'salesforce' },
      config: { login_url: org.url, client_id: org.clientId, client_secret: org.clientSecret },
    },
    datasource: {
      name: 'Bench',
      connector: {
        config: {
          standard_objects_to_sync: objects.filter((name) => !custom.includes(name)),
          sync_custom_objects: custom.length > 0,
          custom_objects_to_sync: custom,
        },
      },
    },
  }
  writeFileSync(path.join(cwd, '.salesforcerc.json'), JSON.stringify(config))
  try {
    await work(org, cwd)
  } finally {
    await org.close()
    rmSync(cwd, { recursive: true, force: true })
  }
}
