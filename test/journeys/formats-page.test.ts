import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { formats } from '../../src/sinks/formats/formats.js'
import { openJourney, unhurried } from '../support/journey.js'
import { listOutput } from '../support/output-files.js'

const page = readFileSync('docs/formats.md', 'utf8')

/** What stands on the page below the heading of each format, and what is in its block of output. */
function exampleOf(format: string): string | undefined {
  const section = page.split(/^## /m).find((text) => text.startsWith(`\`${format}\``))
  return section === undefined ? undefined : /^```text\n([^]*?)^```/m.exec(section)?.[1]
}

const created = '2026-01-05T09:30:11'

/** With a host and times that stay; of several tables one header. */
function asOnPage(texts: string[], url: string): string {
  const [first = '', ...others] = texts
  const [header] = first.split('\n')
  return [first, ...others.map((text) => text.replace(`${header}\n`, ''))]
    .join('')
    .replaceAll(url, 'https://mycompany.my.salesforce.com')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g, (stamp) => (stamp === created ? stamp : '2026-02-03T16:20:05'))
    .replaceAll('\r\n', '\n')
}

describe('the page about formats', unhurried, () => {
  test('has of each format what a run writes', async () => {
    const journey = await openJourney({
      ownProcesses: false,
      settings: JSON.stringify({
        standard_objects_to_sync: ['Account'],
        children: false,
        custom_fields: false,
        objects: { Account: { fields: ['Name', 'Website', 'Parent.Name'] } },
      }),
    })
    const { store, url } = journey.sandbox
    const names = Object.keys(formats)
    const at = Date.parse(`${created}Z`)
    const holding = store.insert('Account', { Name: 'Holding' }, { at }).id
    const acme = store.insert('Account', { Name: 'Acme, Inc.', ParentId: holding }, { at }).id
    const gone = store.insert('Account', { Name: 'Gone' }, { at }).id
    journey.pass(60)
    for (const format of names) await journey.run('sync', '--format', format, '--output', format)
    const before = await Promise.all(names.map((format) => listOutput(path.join(journey.folder, format))))
    store.update(acme, { Website: 'https://acme.example' })
    store.delete(gone)
    journey.pass(60)
    for (const [index, format] of names.entries()) {
      const folder = path.join(journey.folder, format)
      const { code } = await journey.run('sync', '--format', format, '--output', format)
      const added = (await listOutput(folder)).filter((name) => !before[index]!.includes(name))
      const texts = await Promise.all(added.map((name) => readFile(path.join(folder, name), 'utf8')))
      const text = asOnPage(texts, url)
      expect({ format, code, text }).toEqual({ format, code: 0, text: exampleOf(format) })
    }
  })
})
