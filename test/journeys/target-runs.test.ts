import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { callCli, openCollector } from '../support/call-cli.js'
import { jsonLines } from '../support/cli-org.js'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { startLinesServer } from '../support/targets/lines-server.js'
import { startMeilisearchServer } from '../support/targets/meilisearch-server.js'
import { listManifests, loadByManifests, startS3Server } from '../support/targets/s3-server.js'

const settings = 'standard_objects_to_sync: [Account]\nchildren: false\n'

describe('a run into a target', unhurried, () => {
  test('that was busy says so in its log, and has everything', async () => {
    const server = await startMeilisearchServer()
    const journey = await openJourney({ settings, ownProcesses: false, records: 20 })
    server.troubles.push({ status: 503, headers: { 'retry-after': '0' } }, 'reset')
    const to = `meilisearch+http://${server.host}/crm`
    const done = await journey.sync('--to', to, '--log-format', 'json')
    const retries = jsonLines(done.stderr).filter((line) => (line as { event?: string }).event === 'retried')
    expect(retries).toMatchObject([{ code: 'TARGET_FAILED', run: expect.any(String) as string }, {}])
    expect(server.documents('crm').size).toBe(done.report.written + done.report.directories)
  })

  test.each([
    ['a file', '{ file: index.key }'],
    ['a command', '{ command: cat index.key }'],
    ['the environment', '{ env: KEY_OF_THE_INDEX }'],
    ['a variable', '${KEY_OF_THE_INDEX}'],
  ])('has its key from %s, and it stands nowhere', async (_name, secret) => {
    const key = 'key-zq81-of-index'
    const server = await startMeilisearchServer()
    server.key = key
    const journey = await openJourney({ ownProcesses: false, records: 5 })
    await writeFile(path.join(journey.folder, 'index.key'), `${key}\n`, { mode: 0o600 })
    Object.assign(journey.env, { KEY_OF_THE_INDEX: key })
    await journey.configure(`${settings}to: meilisearch+http://${server.host}/crm\nto_api_key: ${secret}\n`)
    const done = await journey.sync('--log-level', 'debug')
    expect(done.report.outcome).toBe('done')
    server.key = 'another'
    journey.sandbox.store.insert('Account', {})
    const refused = await journey.sync('--log-level', 'debug')
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('The provided API key is invalid') })
    const said = [done, refused].flatMap(({ stderr, report }) => [stderr, JSON.stringify(report)])
    expect(said.filter((text) => text.includes(key))).toEqual([])
  })

  test('can be held, and committed, also where the target is settled at the end', async () => {
    const { journey, server, to } = await openBucket()
    expect((await journey.sync('--to', to, '--hold')).report.outcome).toBe('done')
    expect(listManifests(server)).toHaveLength(1)
    expect((await journey.run('commit', '--to', to)).stderr).toContain('committed')
    expect((await journey.sync('--to', to)).report.written).toBe(0)
    expect(listManifests(server)).toHaveLength(1)
  })

  test('into a bucket that fails leaves no manifest, and the next run has everything, once', async () => {
    const { journey, server, to } = await openBucket()
    server.troubles.push('none', ...Array.from({ length: 30 }, () => 'reset' as const))
    const failed = await journey.sync('--to', to)
    expect(failed).toMatchObject({ code: 1, report: { error: { code: 'TARGET_FAILED' } } })
    expect(listManifests(server)).toEqual([])
    server.troubles.length = 0
    await journey.sync('--to', to, '--compress', 'gzip')
    const ids = loadByManifests(server).map(({ id }) => id)
    expect(ids.toSorted()).toEqual((await journey.sync('--full')).documents.map(({ id }) => id).toSorted())
    expect(new Set(ids).size).toBe(ids.length)
    expect([...server.objects.keys()].some((key) => key.endsWith('.ndjson.gz'))).toBe(true)
  })

  test('whose package is not there is told how to get it before anything is read', async () => {
    const journey = await openJourney({ settings, ownProcesses: true })
    const missing =
      'data:text/javascript,export async function resolve(name, context, next) {' +
      'if (name.startsWith("@aws-sdk/")) throw Object.assign(new Error("gone"), { code: "ERR_MODULE_NOT_FOUND" });' +
      'return next(name, context) }'
    const hook = `data:text/javascript,import { register } from "node:module";register(${JSON.stringify(missing)})`
    Object.assign(journey.env, { NODE_OPTIONS: `--import ${JSON.stringify(hook)}` })
    const { code, stderr } = await journey.run('sync', '--to', 's3://crm-documents')
    expect([code, stderr]).toEqual([2, expect.stringContaining('npm install @aws-sdk/client-s3')])
  })
})

describe('check of a target', unhurried, () => {
  test('asks it, and writes nothing', async () => {
    const server = await startLinesServer()
    const journey = await openJourney({ settings, ownProcesses: false })
    const to = `http://${server.host}/documents`
    const checked = await journey.run('check', '--to', to)
    expect(checked).toMatchObject({ code: 0, stdout: expect.stringContaining(`target: ${to}: it answers`) })
    server.authorization = 'Bearer another'
    const refused = await journey.run('check', '--to', to)
    expect(refused).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/target: .*HTTP 401[^]*hint: Check the login/),
    })
    server.isDead = true
    expect(await journey.run('check', '--to', to)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('gives no answer'),
    })
    expect((await journey.run('check', '--offline', '--to', to)).stdout).toContain('it was not asked')
    expect(server.taken).toEqual([])
  })

  test('has to have one place', async () => {
    const journey = await openJourney({ settings, ownProcesses: false })
    const { code, stderr } = await journey.run('check', '--to', 'sqlite:a.db', '--output', 'b')
    expect([code, stderr]).toEqual([2, expect.stringContaining('exclude each other')])
  })
})

test('compressed documents are not written to a terminal', unhurried, async () => {
  const { folder, env, configure } = await openJourney({ settings, ownProcesses: false })
  const stdout = openCollector()
  const screen = Object.assign(stdout.stream, { isTTY: true })
  for (const args of [
    ['sync', '--compress', 'gzip'],
    ['run', '--compress', 'gzip'],
  ]) {
    const { code, stderr } = await callCli(args, { cwd: folder, env }, { stdout: screen })
    expect([code, stderr]).toEqual([2, expect.stringMatching(/to the terminal, compressed with gzip[^]*--output DIR/)])
  }
  await configure(`${settings}compress: gzip\n`)
  expect((await callCli(['sync'], { cwd: folder, env }, { stdout: screen })).code).toBe(2)
  expect(stdout.text()).toBe('')
  expect((await callCli(['sync', '--output', 'documents'], { cwd: folder, env }, { stdout: screen })).code).toBe(0)
})

test('a dispatcher says that it stays with the target that it was started with', unhurried, async () => {
  const journey = await openJourney({ settings: `${settings}to: sqlite:first.db\n`, records: 3 })
  const running = journey.start('run', '--log-format', 'text')
  await running.saw('done')
  await journey.configure(`${settings}to: sqlite:second.db\n`)
  await running.saw('until the dispatcher is started anew')
  running.child.kill('SIGTERM')
  await running.ended
  expect((await readFile(path.join(journey.folder, 'first.db'))).length).toBeGreaterThan(1000)
})

async function openBucket(): Promise<{
  journey: Journey
  server: Awaited<ReturnType<typeof startS3Server>>
  to: string
}> {
  const server = await startS3Server('crm-documents')
  const journey = await openJourney({ settings, ownProcesses: false, records: 20 })
  Object.assign(journey.env, { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret-of-the-bucket' })
  return { journey, server, to: `s3://crm-documents/salesforce?endpoint=${server.url}` }
}
