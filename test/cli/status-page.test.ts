import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { PageData } from '../../src/dispatcher/status/snapshot.js'
import { openCliOrg } from '../support/cli-org.js'

/** The data that a page has in it. */
function dataOf(html: string): PageData {
  return JSON.parse(/<script type="application\/json" id="data">(.*)<\/script>/.exec(html)![1]!) as PageData
}

test('status --html is a page of what the state knows, with records of the folder that is named', async () => {
  const { sandbox, folder, run } = await openCliOrg({ records: 60 })
  const name = '</script><img src=x onerror=alert(1)>'
  sandbox.store.update([...sandbox.store.rows('Account')][0]!.id, { Name: name })
  sandbox.clock.advance(1000) // A run reads up to the second that it starts in.
  await run('sync', '--object', 'Account', 'Lead', '--output', 'documents')
  sandbox.faults.add({ name: 'object-403', object: 'Lead' })
  await run('sync', '--output', 'documents')
  expect(await run('status', '--html', 'pages/status.html', '--output', 'documents')).toMatchObject({
    code: 0,
    stdout: '',
  })
  const html = await readFile(path.join(folder, 'pages/status.html'), 'utf8')
  expect(html).not.toContain(name)
  expect(html).toMatch(/<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-/)
  const { isLive, status, directories } = dataOf(html)
  expect(isLive).toBe(false)
  const [datasource] = status.datasources
  expect(datasource).toMatchObject({
    id: 'salesforce',
    outcome: 'partial',
    destination: path.join(folder, 'documents'),
  })
  expect(datasource!.objects.find(({ object }) => object === 'Lead')).toMatchObject({ outcome: 'failed' })
  expect(status.connectors).toMatchObject([{ reserve: status.connectors[0]!.quota!.max * 0.05 }])
  const accounts = Object.values(directories!)[0]!.find(({ title }) => title === 'Account')!
  expect(accounts.count).toBe([...sandbox.store.rows('Account')].length)
  expect(accounts.records!.map(({ title }) => title)).toContain(name)
  const toStdout = await run('status', '--html', '-')
  expect(Object.values(dataOf(toStdout.stdout).directories!)[0]!.every(({ records }) => records === undefined)).toBe(
    true,
  )
  expect(dataOf((await run('status', '--html', '-', '--output', 'none')).stdout).status.datasources).toHaveLength(1)
})

test('status --html tells where its file cannot be', async () => {
  const { run } = await openCliOrg({ records: 1 })
  await run('sync', '--object', 'Account', '--output', 'documents')
  const { code, stderr } = await run('status', '--html', 'documents')
  expect(code).toBe(1)
  expect(stderr).toContain('OUTPUT_FAILED')
  expect(stderr).toContain('name another file with --html')
})
