/**
 * npm run conformance -- [--cli [FOLDER]] [--python PYTHON] [--tap PYTHON] [--soql FOLDER] [--describes FOLDER]
 * [--errors FILE]: clients that were not written here at work with the embedded org: jsforce; with --cli the Salesforce
 * CLI, which is installed into FOLDER (a temporary one) from npm; with --python simple-salesforce and with --tap the
 * Singer tap tap-salesforce, which that Python has. Prints how many steps went well, the calls each client made, and what
 * it asked for that the org doesn't have. --soql, --describes and --errors hold the org against statements, describes and
 * refusals in files.
 */
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startSandbox, type Sandbox, type SandboxOptions } from '../src/sandbox/sandbox.js'
import { jsforceSteps, openJsforce } from '../test/support/clients/jsforce-steps.js'
import { takeSteps, type StepEnd } from '../test/support/clients/steps.js'
import { logIn } from './conformance/log-in.js'
import { pythonOrg, takePythonSteps } from './conformance/python-clients.js'
import { openSalesforceCli, salesforceCliSteps } from './conformance/salesforce-cli.js'

const { values, positionals } = parseArgs({
  options: {
    cli: { type: 'boolean' },
    python: { type: 'string' },
    tap: { type: 'string' },
    soql: { type: 'string' },
    describes: { type: 'string' },
    errors: { type: 'string' },
  },
  allowPositionals: true,
})
let failed = 0

await check('jsforce', async (sandbox) => {
  const { url, clientId, clientSecret } = sandbox
  return takeSteps(await openJsforce({ url, token: await logIn(sandbox), clientId, clientSecret }), jsforceSteps)
})
if (values.cli) {
  const folder = path.resolve(positionals[0] ?? path.join(tmpdir(), 'sf-extract-conformance'))
  await check('Salesforce CLI', async (sandbox) =>
    takeSteps(await openSalesforceCli(folder, { url: sandbox.url, token: await logIn(sandbox) }), salesforceCliSteps),
  )
}
for (const [client, python] of [
  ['simple-salesforce', values.python],
  ['tap-salesforce', values.tap],
] as const) {
  if (python !== undefined) await check(client, (sandbox) => takePythonSteps(python, client, sandbox), pythonOrg)
}
for (const name of ['soql', 'describes', 'errors'] as const) {
  const files = values[name]
  if (files === undefined) continue
  const script = path.join(import.meta.dirname, 'conformance', `${name}.ts`)
  console.log(`\n${name}:`)
  failed += spawnSync(process.execPath, ['--import', 'tsx', script, files], { stdio: 'inherit' }).status ?? 1
}
process.exitCode = failed > 0 ? 1 : 0

async function check(
  client: string,
  take: (sandbox: Sandbox) => Promise<StepEnd[]>,
  options: SandboxOptions = {},
): Promise<void> {
  const sandbox = await startSandbox({ records: 3000, ...options })
  try {
    const ends = await take(sandbox)
    const failures = ends.filter(({ failure }) => failure !== undefined)
    failed += failures.length
    const calls = sandbox.log.entries()
    console.log(`${client}: ${ends.length - failures.length} of ${ends.length} steps, ${calls.length} calls`)
    for (const { name, failure } of failures) console.log(`  failed: ${name}: ${failure}`)
    const families = new Map<string, number>()
    for (const { method, url } of calls) {
      const family = `${method} ${familyOf(url)}`
      families.set(family, (families.get(family) ?? 0) + 1)
    }
    for (const [family, count] of [...families].toSorted()) console.log(`  ${String(count).padStart(4)} ${family}`)
    const unknown = [...new Set(calls.filter(({ status }) => status === 404).map(({ url }) => familyOf(url)))]
    console.log(`  not found: ${unknown.toSorted().join(', ') || 'nothing'}`)
  } finally {
    await sandbox.close()
  }
}

/** The path without version, Ids and locators. */
function familyOf(url: string): string {
  return url
    .replace(/\?.*/s, '')
    .replace(/^\/+/, '/')
    .replace(/\/v[\d.]+(?=\/|$)/, '')
    .replaceAll(/\/[a-zA-Z0-9]{3}5g0[a-zA-Z0-9]{9,12}(?:-\d+)?/g, '/{id}')
    .replace(/(?<=.)\/$/, '')
}
