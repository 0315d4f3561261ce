import { readFileSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { openJourney, unhurried } from '../support/journey.js'
import { records } from '../support/written.js'

const page = readFileSync('docs/enrichment.md', 'utf8')

/** The blocks of a language, in their order. */
function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, text]) => text!)
}

interface Example {
  enrichment_pipeline?: { processor: Record<string, unknown>[] }
}

/** Of all examples of the page, but for the service, which is elsewhere; passages, which have no payload, come last. */
const processors = blocks('yaml')
  .flatMap((text) => (parse(text) as Example).enrichment_pipeline?.processor ?? [])
  .filter((processor) => !('http' in processor))
  .toSorted((a, b) => Number('chunk' in a) - Number('chunk' in b))

describe('the page about enrichment', unhurried, () => {
  test('has an example of each processor, and they work', async () => {
    expect(new Set(processors.flatMap(Object.keys)).size).toBe(10)
    const settings = { standard_objects_to_sync: ['Account'], children: false }
    const journey = await openJourney({ ownProcesses: false })
    const { store } = journey.sandbox
    const [js, python] = [blocks('js')[0]!, blocks('python')[0]!]
    const regions = 'Country,Region\nNorway,North\n'
    for (const [name, text] of [
      ['enrich.mjs', js],
      ['enrich.py', python],
      ['regions.csv', regions],
    ] as const) {
      await writeFile(path.join(journey.folder, name), text)
      await chmod(path.join(journey.folder, name), 0o644)
    }
    await journey.configure(JSON.stringify({ ...settings, enrichment_pipeline: { processor: processors } }))
    const description = 'Call +47 22 12 34 56 or write to ann@acme.example. '.repeat(40)
    const acme = store.insert('Account', {
      Name: 'Acme',
      Industry: 'Energy',
      AnnualRevenue: 5,
      Website: 'https://acme.example',
      BillingCountry: 'Norway',
      Description: description,
    })
    store.insert('Account', { Name: 'Cold', Rating: 'Cold' })
    const { code, documents, report, stderr } = await journey.sync('--output', 'documents')
    expect({
      code,
      stderr: stderr.split('\n').filter((line) => line.startsWith('warning')),
      warnings: report.warnings,
    }).toEqual({ code: 0, stderr: [], warnings: [] })
    const made = records(documents)
    expect(made[0]).toMatchObject({
      id: acme.id,
      title: 'Acme (Energy)',
      website: 'https://acme.example',
      tags: ['Account', 'letter:A'],
      metadata: { region: 'North', words: expect.any(Number) as number },
    })
    expect(made[0]!.content).toContain('Call *** or write to ***.')
    expect(made[0]!.payload).not.toHaveProperty('AnnualRevenue')
    const passages = made.slice(1)
    expect(passages.length).toBeGreaterThan(1)
    expect(passages[1]).toMatchObject({
      id: `${acme.id}#2`,
      parent_id: acme.id,
      passage: { number: 2, of: passages.length },
      metadata: { words: expect.any(Number) as number },
    })
  })
})
