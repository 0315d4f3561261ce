import { copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { callCli } from '../support/call-cli.js'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { listOutput, loadOutput } from '../support/output-files.js'
import type { CliEnd } from '../support/run-cli.js'
import { runShell, type ShellOptions } from '../support/shell.js'
import { recordIds, records } from '../support/written.js'

const examples = path.resolve('examples')

describe('the examples', unhurried, () => {
  test("coco.yml and the crontab line sync into files, with secrets from a file of one's own", async () => {
    const journey = await openJourney({ records: 100 })
    const crm = path.join(journey.folder, 'crm')
    await mkdir(crm)
    await copyFile(path.join(examples, 'coco.yml'), path.join(crm, 'coco.yml'))
    const { clientId, clientSecret, store } = journey.sandbox
    await writeFile(path.join(crm, 'secrets.env'), `SF_CLIENT_ID=${clientId}\nSF_CLIENT_SECRET=${clientSecret}\n`, {
      mode: 0o600,
    })
    const end = await runShell(await cronLine(), shellOf(journey))
    expect(end).toEqual({ code: 0, stdout: '', stderr: '' })
    const documents = await loadOutput(path.join(crm, 'documents'))
    for (const object of ['Account', 'Case', 'Project__c', 'Invoice__c']) {
      expect(recordIds(documents, object).toSorted()).toEqual([...store.rows(object)].map(({ id }) => id).toSorted())
    }
    const open = [...store.rows('Lead')].filter(({ values }) => values['IsConverted'] !== true).map(({ id }) => id)
    expect(recordIds(documents, 'Lead').toSorted()).toEqual(open.toSorted())
    expect(documents[0]!.source).toEqual({ type: 'connector', name: 'My Salesforce Data', id: 'crm' })
  })

  test('the short rc file syncs its two objects', async () => {
    const journey = await openJourney({ records: 40 })
    await copyFile(path.join(examples, '.salesforcerc'), path.join(journey.folder, '.salesforcerc'))
    const end = await runShell('sf-extract sync --output documents', shellOf(journey, withCredentials(journey)))
    expect(end.code).toBe(0)
    const folders = (await listOutput(path.join(journey.folder, 'documents'))).map((file) => path.dirname(file))
    expect(folders.toSorted()).toEqual(['.', 'Standard Objects', 'Standard Objects/Account', 'Standard Objects/Case'])
  })

  test('the index names the package it needs', async () => {
    const journey = await openJourney({ records: 0 })
    await copyFile(path.join(examples, 'index-into-sqlite.mjs'), path.join(journey.folder, 'index.mjs'))
    const end = await runShell('node index.mjs crm.sqlite', shellOf(journey))
    expect(end).toEqual({
      code: 2,
      stdout: '',
      stderr: 'This example needs the package node-sqlite3-wasm: npm install node-sqlite3-wasm\n',
    })
  })

  test('the index takes what the pipe brings, finds it, and follows a change and a deletion', async () => {
    const journey = await openJourney({ records: 60 })
    await copyFile(path.join(examples, 'coco.yml'), path.join(journey.folder, 'coco.yml'))
    await symlink(examples, path.join(journey.folder, 'examples'))
    const { store, clock } = journey.sandbox
    const at = clock.now() - 3_600_000
    const changing = store.insert('Account', { Name: 'Zyxomat', Description: 'Makes quernstones by hand' }, { at }).id
    const leaving = store.insert('Account', { Name: 'Vanishing', Description: 'Sells quernstones abroad' }, { at }).id
    const { sync, search } = await commandsOf('index-into-sqlite.mjs')
    const shell = shellOf(journey, withCredentials(journey))
    const find = async (words: string) => (await runShell(search.replace(/'[^']*'$/, `'${words}'`), shell)).stdout

    const first = await runShell(sync, shell)
    expect(first.code).toBe(0)
    expect(first.stderr).toMatch(/\d+ indexed, 0 removed/)
    const found = await find('quernstones')
    expect(found).toContain('/Standard Objects/Account/Zyxomat: Makes [quernstones] by hand')
    expect(found).toContain('/Standard Objects/Account/Vanishing')
    journey.pass(60)
    store.update(changing, { Description: 'Makes millstones by hand' })
    store.delete(leaving)
    journey.pass(60)
    const second = await runShell(sync, shell)
    expect(second.stderr).toContain('1 indexed, 1 removed')
    const left = await find('quernstones OR millstones')
    expect(left).toContain('Zyxomat')
    expect(left).not.toContain('quernstones')
  })

  test('the crontab has a pipe that commits nothing of a sync that fails', async () => {
    const journey = await openJourney({ records: 40 })
    const crm = path.join(journey.folder, 'crm')
    await mkdir(crm)
    await copyFile(path.join(examples, 'coco.yml'), path.join(crm, 'coco.yml'))
    await symlink(path.join(examples, 'index-into-sqlite.mjs'), path.join(crm, 'index-into-sqlite.mjs'))
    const { clientId, clientSecret, faults } = journey.sandbox
    await writeFile(path.join(crm, 'secrets.env'), `SF_CLIENT_ID=${clientId}\nSF_CLIENT_SECRET=${clientSecret}\n`)
    const line = await cronLine(/^# ([*\d].*)/)
    faults.add({ name: 'object-403', object: 'Account' })
    expect((await runShell(line, shellOf(journey))).code).toBe(4)
    faults.remove()
    const good = await runShell(line, shellOf(journey))
    expect(good).toMatchObject({ code: 0, stderr: expect.stringMatching(/^\d+ indexed, 0 removed\n$/) as string })
    const next = await callCli(['sync', '--quiet'], { ...shellOf(journey, withCredentials(journey)), cwd: crm })
    expect(next).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('the index is as it was, and open to the next run, where the pipe was cut in the middle of a line', async () => {
    const journey = await openJourney({ records: 60 })
    const indexer = `node ${path.join(examples, 'index-into-sqlite.mjs')} crm.sqlite`
    const whole = '{"id":"001","category":"/","title":"Zyxomat"}'
    const cut = await runShell(`printf '${whole}\\n{"id":"00' | ${indexer}`, shellOf(journey))
    expect(cut).toMatchObject({ code: 1, stderr: expect.stringMatching(/^.*JSON.*\n$/) as string })
    const search = `${indexer} --search zyxomat`
    expect(await runShell(search, shellOf(journey))).toMatchObject({ code: 0, stdout: '', stderr: '' })
    const next = await runShell(`printf '${whole}\\n' | ${indexer} && ${search}`, shellOf(journey))
    expect(next).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\/Zyxomat/) as string })
  })

  test('every command line of the README and of the pages on setup and operating runs as it stands', async () => {
    const journey = await openJourney({ records: 60 })
    await symlink(examples, path.join(journey.folder, 'examples'))
    const lines = await documentedLines()
    expect(lines.length).toBeGreaterThan(3)
    for (const line of lines) {
      const { code, stderr } = await runLine(line, shellOf(journey, journey.env))
      expect(stderr).not.toMatch(/^error /m)
      expect({ line, code }).toEqual({ line, code: 0 })
    }
    const documents = await loadOutput(path.join(journey.folder, 'documents'))
    expect(
      records(documents, 'Account')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual([...journey.sandbox.store.rows('Account')].map(({ id }) => id).toSorted())
  })
})

/** Words alone need no shell. */
function runLine(line: string, shell: ShellOptions): Promise<CliEnd> {
  const words = line.replace(/ +#.*/, '').split(' ').slice(1)
  const isPlain = words.every((word) => /^[\w.-]+$/.test(word))
  return isPlain ? callCli(words, shell) : runShell(`set -eo pipefail\n${line}`, shell)
}

/** A user's shell that knows of the org's address alone, since the examples name one at Salesforce. */
function shellOf({ folder, sandbox }: Journey, env: NodeJS.ProcessEnv = {}) {
  return { cwd: folder, env: { SF_EXTRACT_LOGIN_URL: sandbox.url, ...env } }
}

/** The credentials under the names the example files use. */
function withCredentials({ sandbox }: Journey): NodeJS.ProcessEnv {
  return { SF_CLIENT_ID: sandbox.clientId, SF_CLIENT_SECRET: sandbox.clientSecret }
}

/** The command of the first line of the crontab that looks like this; of that for files where nothing is said. */
async function cronLine(wanted = /^([*\d].*)/): Promise<string> {
  const text = await readFile(path.join(examples, 'crontab'), 'utf8')
  const [, line] = text
    .split('\n')
    .map((each) => wanted.exec(each))
    .find((match) => match !== null)!
  return line!.replace(/^(?:\S+\s+){5}/, '')
}

/** The two command lines that the head of the example shows: how to fill the index, and how to search it. */
async function commandsOf(example: string): Promise<{ sync: string; search: string }> {
  const text = await readFile(path.join(examples, example), 'utf8')
  const [sync, search] = [...text.matchAll(/^\/\/ {3}(\S.*)$/gm)].map(([, line]) => line!)
  return { sync: sync!, search: search! }
}

/** The lines of the pages' shell blocks that begin with sf-extract, without their comments. */
async function documentedLines(): Promise<string[]> {
  const pages = ['README.md', 'docs/salesforce-setup.md', 'docs/operating.md']
  const texts = await Promise.all(pages.map((page) => readFile(path.resolve(page), 'utf8')))
  const blocks = [...texts.join('\n').matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block]) => block!)
  return blocks.flatMap((block) => block.split('\n').filter((line) => line.startsWith('sf-extract ')))
}
