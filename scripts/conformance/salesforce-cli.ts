// The Salesforce CLI at work with an org: what people ask of it who read records.
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expectThat, type Step } from '../../test/support/clients/steps.js'

const run = promisify(execFile)

export interface SalesforceCli {
  node: string
  script: string
  /** Its home, and where it writes files. */
  folder: string
  env: NodeJS.ProcessEnv
}

/** Installs the CLI, and a Node that it runs on, into a folder, unless they are there; logs in with a token. */
export async function openSalesforceCli(folder: string, org: { url: string; token: string }): Promise<SalesforceCli> {
  const script = path.join(folder, 'node_modules/@salesforce/cli/bin/run.js')
  const node = path.join(folder, 'node_modules', nodePackage, 'bin/node')
  mkdirSync(folder, { recursive: true })
  if (!existsSync(script) || !existsSync(node)) {
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }')
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock']
    await run('npm', ['install', '@salesforce/cli@2', `${nodePackage}@22`, ...flags], { cwd: folder })
  }
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    SF_ACCESS_TOKEN: org.token,
    SF_DISABLE_TELEMETRY: 'true',
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_DISABLE_LOG_FILE: 'true',
    NODE_COMPILE_CACHE: path.join(folder, 'compiled'),
  }
  const cli = { node, script, folder, env }
  await call(cli, 'org login access-token --no-prompt --set-default --alias embedded --instance-url', org.url)
  return cli
}

/** What the package `node` would install by a script of its own. */
const nodePackage = `node-${process.platform}-${process.arch}`

export const salesforceCliSteps: Step<SalesforceCli>[] = [
  step('data query', async (cli) => {
    const { stdout } = await start(cli, 'data query --query', 'SELECT Id, Name, Owner.Name FROM Account LIMIT 3')
    expectThat(/OWNER\.NAME/i.test(stdout) && /retrieved: 3/.test(stdout), 'a table of three')
  }),
  step('data query, child lists', async (cli) => {
    const { stdout } = await start(
      cli,
      'data query --query',
      'SELECT Id, (SELECT Id FROM Contacts) FROM Account ORDER BY Id LIMIT 20',
    )
    expectThat(/CONTACTS\.ID/i.test(stdout), 'a column of contacts')
  }),
  step('data query --json', async (cli) => {
    const { records } = await call<{ records: unknown[] }>(cli, 'data query --query', 'SELECT Id FROM Account LIMIT 3')
    expectThat(records.length === 3, 'three accounts')
  }),
  step('data query --result-format csv', async (cli) => {
    const { stdout } = await start(
      cli,
      'data query --result-format csv --query',
      'SELECT Status, COUNT(Id) n FROM Case GROUP BY Status',
    )
    expectThat(/^Status,/m.test(stdout), 'lines of CSV')
  }),
  step('data query --use-tooling-api', async (cli) => {
    const query = 'SELECT Id, DeveloperName FROM CustomObject'
    const { records } = await call<{ records: unknown[] }>(cli, 'data query --use-tooling-api --query', query)
    expectThat(records.length > 0, 'custom objects')
  }),
  step('data export bulk', async (cli) => {
    const file = path.join(cli.folder, 'accounts.csv')
    const query = 'SELECT Id, Name FROM Account'
    await start(cli, `data export bulk --wait 2 --output-file ${file} --query`, query)
    expectThat(existsSync(file), 'a file')
  }),
  step('data search', async (cli) => {
    const query = 'FIND {Inc} IN ALL FIELDS RETURNING Account(Id, Name)'
    const { searchRecords } = await call<{ searchRecords: unknown[] }>(cli, 'data search --query', query)
    expectThat(searchRecords.length > 0, 'accounts')
  }),
  step('data get record', async (cli) => {
    const { records } = await call<{ records: { Id: string }[] }>(
      cli,
      'data query --query',
      'SELECT Id FROM Lead LIMIT 1',
    )
    const lead = await call<{ Id: string }>(cli, 'data get record --sobject Lead --record-id', records[0]!.Id)
    expectThat(lead.Id === records[0]!.Id, 'the lead')
  }),
  step('data export tree', async (cli) => {
    const query = 'SELECT Id, Name, (SELECT Id, LastName FROM Contacts) FROM Account LIMIT 3'
    await call(cli, `data export tree --output-dir ${path.join(cli.folder, 'tree')} --query`, query)
  }),
  step('sobject list', async (cli) => {
    expectThat((await call<string[]>(cli, 'sobject list --sobject', 'all')).includes('Account'), 'accounts')
  }),
  step('sobject describe', async (cli) => {
    const { fields } = await call<{ fields: unknown[] }>(cli, 'sobject describe --sobject', 'Case')
    expectThat(fields.length > 0, 'fields')
  }),
  step('org list limits', async (cli) => {
    const limits = await call<{ name: string }[]>(cli, 'org list', 'limits')
    expectThat(limits.length === 22, 'the 22 limits')
  }),
  step('org list sobject record-counts', async (cli) => {
    const counts = await call<{ count: number }[]>(cli, 'org list sobject record-counts --sobject', 'Account')
    expectThat(counts[0]!.count > 0, 'accounts')
  }),
  step('org list users', async (cli) => {
    expectThat((await call<unknown[]>(cli, 'org list', 'users')).length > 0, 'users')
  }),
  step('api request rest', async (cli) => {
    expectThat(
      /DailyApiRequests/.test((await start(cli, 'api request rest', '/services/data/v62.0/limits')).stdout),
      'limits',
    )
  }),
]

function step(name: string, act: (cli: SalesforceCli) => Promise<unknown>): Step<SalesforceCli> {
  return { name, run: act }
}

/** The result of a command with `--json`. */
async function call<T>(cli: SalesforceCli, words: string, last: string): Promise<T> {
  const { stdout } = await start(cli, `${words}`, last, '--json')
  const { status, result, message } = JSON.parse(stdout) as { status: number; result: T; message?: string }
  expectThat(status === 0, message ?? 'status 0')
  return result
}

async function start(cli: SalesforceCli, words: string, ...last: string[]): Promise<{ stdout: string }> {
  const line = [cli.script, ...words.split(' '), ...last]
  return run(cli.node, line, { cwd: cli.folder, env: cli.env, maxBuffer: 1e8 }).catch((error: { stdout?: string }) => {
    if (error.stdout?.startsWith('{')) return { stdout: error.stdout }
    throw error
  })
}
