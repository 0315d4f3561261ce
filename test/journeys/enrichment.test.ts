import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { LoggedRequest } from '../../src/sandbox/http/request-log.js'
import type { RecordDocument } from '../../src/terms.js'
import { killAfter, openJourney, unhurried, type Journey } from '../support/journey.js'
import { jsonLines } from '../support/cli-org.js'
import { loadOutput } from '../support/output-files.js'
import { indexOf, records, recordIds } from '../support/written.js'

const objects = 'standard_objects_to_sync: [Account, Lead]\nchildren: false\n'

function pipelineOf(...processors: string[]): string {
  return `${objects}enrichment_pipeline:\n  name: crm\n  processor:\n${processors.map((line) => `    - ${line}\n`).join('')}`
}

const six = pipelineOf(
  `set: { fields: { title: "{{title}} in {{payload.BillingAddress.city}}", metadata.industry: "{{payload.Industry}}" }, when: [Account] }`,
  `redact: { preset: [email, card] }`,
  `rename: { fields: { payload.Website: website } }`,
  `remove: { fields: [payload.BillingAddress.city, payload.Fax] }`,
  `truncate: { fields: [content], length: 20 }`,
  `set: { fields: { summary: "{{content}}" }, when: { field: metadata.industry, equals: Energy } }`,
)

function lookup(file: string): string {
  return `lookup: { file: ${file}, field: title, into: row }`
}

async function openCompany(settings: string, options: { ownProcesses?: boolean } = {}) {
  const journey = await openJourney({ settings, ownProcesses: false, ...options })
  const { store } = journey.sandbox
  const acme = store.insert('Account', {
    Name: 'Acme',
    Industry: 'Energy',
    BillingCity: 'Oslo',
    Website: 'https://acme.example',
    Description: 'Pay ann@acme.example by 4111 1111 1111 1111, soon',
  })
  const bolt = store.insert('Account', { Name: 'Bolt', Industry: 'Banking', BillingCity: 'Rome' })
  const lead = store.insert('Lead', { LastName: 'Lee', Company: 'Acme', Email: 'lee@acme.example' })
  return { ...journey, acme: acme.id, bolt: bolt.id, lead: lead.id }
}

describe('documents on their way', unhurried, () => {
  test('go through six processors in order, in files and in what get shows', async () => {
    const journey = await openCompany(six)
    const { documents, report, code } = await journey.sync('--output', 'documents')
    expect({ code, outcome: report.outcome, warnings: report.warnings }).toMatchObject({ code: 0, outcome: 'done' })
    const written = new Map(records(documents).map((document) => [document.id, document]))
    const acme = written.get(journey.acme) as RecordDocument & { website?: string }
    expect(acme).toMatchObject({
      title: 'Acme in Oslo',
      content: 'Pay [redacted] by […',
      summary: 'Pay [redacted] by […',
      website: 'https://acme.example',
      metadata: { sobject_type: 'Account', industry: 'Energy' },
    })
    expect(acme.payload['BillingAddress']).not.toHaveProperty('city')
    expect(acme.payload).toMatchObject({ Description: 'Pay [redacted] by [redacted], soon' })
    expect(written.get(journey.bolt)).toMatchObject({
      title: 'Bolt in Rome',
      summary: 'Bolt',
      content: 'Billing Address: Ro…',
    })
    expect(written.get(journey.lead)).toMatchObject({ title: 'Lee', payload: { Email: '[redacted]' } })
    expect(jsonLines((await journey.run('get', journey.acme)).stdout)).toEqual([acme])
    expect((await journey.sync('--output', 'documents')).documents).toEqual([])
  })

  test('are read and written again where the pipeline changed for their object, and plan says so before', async () => {
    const journey = await openCompany(objects)
    await journey.sync('--output', 'documents')
    await journey.configure(pipelineOf(`set: { fields: { metadata.x: 1 }, when: [Account] }`))
    const plan = JSON.parse((await journey.run('plan', '--output', 'documents', '--json')).stdout) as [
      { objects: { object: string; mode: string }[] },
    ]
    expect(plan[0].objects).toMatchObject([
      { object: 'Account', mode: 'full' },
      { object: 'Lead', mode: 'incremental' },
    ])
    const { documents, report } = await journey.sync('--output', 'documents')
    expect(recordIds(documents)).toEqual([journey.acme, journey.bolt])
    expect(documents.every(({ metadata }) => 'x' in metadata)).toBe(true)
    expect(report.objects[0]!.warnings).toEqual(['Its settings changed: every record is read again.'])
    expect(report.objects[1]).toMatchObject({ object: 'Lead', mode: 'incremental', written: 0, dropped: 1 })
    await journey.configure(pipelineOf(`set: { fields: { metadata.x: 1 }, when: [Account], on_failure: pass }`))
    expect((await journey.sync('--output', 'documents')).documents).toEqual([])
    await journey.configure(objects)
    expect(recordIds((await journey.sync('--output', 'documents')).documents)).toEqual([journey.acme, journey.bolt])
  })

  test('fail their object alone, exit 4, and its watermark stands', async () => {
    const journey = await openCompany(pipelineOf(`set: { fields: { content.inner: 1 }, when: [Account] }`))
    const { code, documents, report, stderr } = await journey.sync('--output', 'documents')
    expect(code).toBe(4)
    expect(recordIds(documents)).toEqual([journey.lead])
    expect(report.objects[0]).toMatchObject({
      object: 'Account',
      outcome: 'failed',
      error: { code: 'ENRICHMENT_FAILED', message: expect.stringContaining(journey.acme) as string },
    })
    expect(report.objects[0]).not.toHaveProperty('watermark')
    expect(stderr).toContain('content is no map of fields')
    await journey.configure(objects)
    expect(recordIds((await journey.sync('--output', 'documents')).documents)).toEqual([journey.acme, journey.bolt])
  })

  test('are left out or go on as they were where on_failure says so, and the report tells which', async () => {
    for (const [action, count] of [
      ['skip_document', 0],
      ['pass', 2],
    ] as const) {
      const journey = await openCompany(
        pipelineOf(`set: { fields: { content.inner: 1 }, when: [Account], on_failure: ${action} }`),
      )
      const { code, documents, report } = await journey.sync('--output', 'documents')
      expect(code).toBe(0)
      expect(records(documents, 'Account')).toHaveLength(count)
      const what = action === 'pass' ? 'went on without it' : 'were left out'
      expect(report.objects[0]!.warnings).toEqual([
        `Processor 1 (set) failed for 2 documents, which ${what}: ${journey.acme}, ${journey.bolt}. The first: content is no map of fields.`,
      ])
      const again = await journey.sync('--output', 'documents')
      expect(again.documents).toEqual([])
      journey.sandbox.store.delete(journey.acme)
      const deletion = await journey.sync('--output', 'documents')
      expect(deletion.documents.length).toBe(action === 'pass' ? 1 : 0)
    }
  })
})

describe('passages', unhurried, () => {
  const chunked = `standard_objects_to_sync: [Lead]
children: false
enrichment_pipeline: { processor: [{ chunk: { size: 40, overlap: 0 } }] }
`

  test('of a run that is killed: nothing is lost and nothing comes twice, and a shorter text drops the rest', async () => {
    const journey = await openJourney({ settings: chunked })
    const { store } = journey.sandbox
    const leads = Array.from({ length: 650 }, (_, n) =>
      store.insert('Lead', { LastName: `Lee ${n}`, Company: 'Acme', Description: sentences(n % 9, 'Ann') }),
    )
    const killed = await killAfter(3, journey.start('sync', '--output', 'documents'), journey.sandbox, isRowsPage)
    expect(killed.code).toBe('SIGKILL')
    expect((await journey.sync('--output', 'documents')).code).toBe(0)
    expect(await linesOf(journey)).toEqual(await expected(journey))
    expect((await journey.sync('--output', 'documents')).documents).toEqual([])

    journey.pass(60)
    for (const [n, { id }] of leads.entries()) {
      if (n % 3 === 0) store.update(id, { Description: sentences(n % 2, 'Bob') })
      if (n % 7 === 0) store.delete(id)
    }
    const again = await killAfter(2, journey.start('sync', '--output', 'documents'), journey.sandbox, isRowsPage)
    expect(again.code).toBe('SIGKILL')
    await journey.sync('--output', 'documents')
    expect(
      [...indexOf(await loadOutput(path.join(journey.folder, 'documents'))).values()]
        .filter(({ type }) => type === 'Lead')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(await expected(journey))
    expect((await journey.sync('--output', 'documents')).documents).toEqual([])
  })
})

function sentences(count: number, word: string): string {
  return Array.from({ length: count }, (_, n) => `${word} ${n} says it.`).join(' ')
}

/** The Ids of documents of leads in the output, in order. */
async function linesOf(journey: Journey): Promise<string[]> {
  const documents = await loadOutput(path.join(journey.folder, 'documents'))
  return documents
    .filter(({ type }) => type === 'Lead')
    .map(({ id }) => id)
    .toSorted()
}

/** What an output that has everything once holds, as another destination gets it. */
async function expected(journey: Journey): Promise<string[]> {
  const folder = `other-${journey.sandbox.log.entries().length}`
  await journey.sync('--output', folder)
  const documents = await loadOutput(path.join(journey.folder, folder))
  return documents
    .filter(({ type }) => type === 'Lead')
    .map(({ id }) => id)
    .toSorted()
}

describe('check', unhurried, () => {
  test('puts a record of each object through, or a made one, and names the processor that fails', async () => {
    const journey = await openCompany(
      pipelineOf(
        `set: { fields: { metadata.seen: true } }`,
        `set: { fields: { content.inner: 1 }, when: [Account] }`,
        `set: { fields: { content.inner: 1 }, when: [Lead], on_failure: pass }`,
      ),
    )
    journey.sandbox.store.delete(journey.lead)
    const { code, stdout } = await journey.run('check', '--json')
    expect(code).toBe(4)
    const results = (JSON.parse(stdout) as { subject: string; text: string; outcome: string }[]).filter(({ text }) =>
      text.startsWith('enrichment'),
    )
    expect(results.map(({ outcome, subject, text }) => `${outcome} ${subject}: ${text}`)).toEqual([
      `bad salesforce Account: enrichment: Processor 2 (set) of the enrichment pipeline failed for ${journey.acme}: content is no map of fields.`,
      "note salesforce Lead: enrichment: processor 3 (set) can't take a made-up record: content is no map of fields (on_failure: pass)",
      'good salesforce Lead: enrichment: a made-up record comes out as 1 document',
    ])
  })
})

describe('a file that a processor needs', unhurried, () => {
  test('is a configuration error where it is not there, for sync before a call, and for check', async () => {
    const journey = await openCompany(pipelineOf(lookup('a.csv'), lookup('b.csv'), 'script: { file: c.mjs }'))
    const { code, stderr } = await journey.run('sync', '--output', 'documents')
    expect(code).toBe(2)
    for (const [at, file] of ['lookup - ', 'lookup - ', 'script - '].entries())
      expect(stderr).toContain(`enrichment_pipeline.processor[${at}].${file}${journey.folder}/${'abc'[at]}.`)
    expect(journey.sandbox.log.entries()).toEqual([])
    const check = await journey.run('check')
    expect(check.code).toBe(2)
    expect(check.stdout.match(/is not there/g)).toHaveLength(3)
  })
})

describe('a pipeline that cannot be read', () => {
  test('is a configuration error, exit 2, with all problems at once', async () => {
    const journey: Journey = await openJourney({
      settings: pipelineOf('sett: {}', 'redact: { pattern: "(?<=a)b" }'),
      ownProcesses: false,
    })
    const { code, stderr } = await journey.run('sync')
    expect(code).toBe(2)
    expect(stderr).toContain('enrichment_pipeline.processor[0].sett - unknown processor; did you mean "set"?')
    expect(stderr).toContain('enrichment_pipeline.processor[1].redact.pattern - "(?<=a)b" has lookahead and lookbehind')
  })
})

function isRowsPage({ url, soql = '' }: LoggedRequest): boolean {
  return url.includes('/query/0r8') || soql.startsWith('SELECT Id, CreatedDate')
}
