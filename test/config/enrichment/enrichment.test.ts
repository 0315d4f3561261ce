import { describe, expect, test } from 'vitest'
import { loadFiles, problemsOf } from '../config-folder.js'

const org = { domain: 'mycompany', client_id: 'x', client_secret: 'zq81-not-a-word' }

function load(pipeline: unknown) {
  return loadFiles({ '.salesforcerc': { ...org, enrichment_pipeline: pipeline } })
}

function problems(...processor: unknown[]) {
  return problemsOf(load({ processor }))
}

const step = (when: unknown) => ({ truncate: { length: 10, when } })

/** The notes of a configuration with these custom objects, and a processor for some objects. */
async function notesOf(custom: string[], when: string[]): Promise<string[]> {
  const objects = { sync_custom_objects: true, custom_objects_to_sync: custom }
  const enrichment = { enrichment_pipeline: { processor: [step(when)] } }
  return (await loadFiles({ '.salesforcerc': { ...org, ...objects, ...enrichment } })).notes
}

describe('enrichment_pipeline', () => {
  test('is read as pipelines are written: a list of processors with one key each', async () => {
    const { datasources } = await load({
      name: 'crm',
      auto_start: true,
      processor: [
        { set: { fields: { title: 'x {{ type }}' }, when: ['Account'], on_failure: 'skip_document' } },
        { remove: { fields: 'payload.Fax, tags', tombstones: true } },
      ],
    })
    expect(datasources[0]!.enrichment).toMatchObject({
      name: 'crm',
      processors: [
        {
          name: 'set',
          options: { fields: [{ path: ['title'], value: { parts: ['x ', ['type']] } }] },
          when: { objects: ['Account'] },
          onFailure: 'skip_document',
          tombstones: false,
        },
        { name: 'remove', options: { fields: [['payload', 'Fax'], ['tags']] }, onFailure: 'fail', tombstones: true },
      ],
    })
  })

  test('stands beside a datasource of a coco.yml, and in its JSON', async () => {
    const enrichment = { name: 'p', processor: [{ truncate: { length: 10 } }] }
    const connector = { id: 'salesforce', name: 'S', processor: { enabled: true, name: 'salesforce' }, config: org }
    const datasource = {
      id: 'crm',
      type: 'connector',
      connector: { id: 'salesforce' },
      enrichment_pipeline: enrichment,
    }
    const { datasources } = await loadFiles({ 'coco.yml': { connector, datasource } })
    expect(datasources[0]!.enrichment?.processors).toMatchObject([{ name: 'truncate', options: { length: 10 } }])
  })

  test('is none where it is switched off or has no processor', async () => {
    for (const pipeline of [
      { name: 'p' },
      { processor: [] },
      { enabled: false, processor: [{ set: { fields: { a: 1 } } }] },
    ])
      expect((await load(pipeline)).datasources[0]!.enrichment).toBeUndefined()
  })

  test('names everything wrong with it at once, each with its path', async () => {
    expect(
      await problems(
        { sett: {} },
        { set: { feilds: { a: 1 } } },
        { set: { fields: { id: 'x', b: '{{' } } },
        { remove: { fields: ['title'] } },
        { rename: { fields: { 'payload.A': 'source' } } },
        { redact: { fields: ['content'] } },
        { redact: { preset: ['emails'], on_failure: 'ignore' } },
        { truncate: { length: 3, mark: '[cut]' } },
        { set: {}, remove: {} },
        'nonsense',
        7,
        { truncate: { length: 10, when: { field: 'type' } } },
        { truncate: { length: 10, when: { equals: 'x' } } },
        { truncate: { length: 10, when: { fields: 'x' } } },
        { extract_text: { file: 'payload.A', base64: 'payload.B', into: 'id', max_chars: 0 } },
        { extract_text: { file: 'payload.A', base64: 'payload.B' } },
      ),
    ).toEqual({
      'enrichment_pipeline.processor[0].sett': 'unknown processor; did you mean "set"?',
      'enrichment_pipeline.processor[1].set.feilds': 'unknown key; did you mean "fields"?',
      'enrichment_pipeline.processor[1].set.fields':
        'missing: fields: { title: "{{title}} ({{type}})" } gives a field its value',
      'enrichment_pipeline.processor[2].set.fields':
        'id: id stays as it is: it tells which document this is, and where it lies',
      'enrichment_pipeline.processor[3].remove.fields[0]': 'every document keeps a title: set another one',
      'enrichment_pipeline.processor[4].rename.fields':
        'source stays as it is: it tells which document this is, and where it lies',
      'enrichment_pipeline.processor[5].redact.preset': 'missing: what to look for, here or as pattern',
      'enrichment_pipeline.processor[6].redact.preset[0]': '"emails" must be one of email, phone, card, iban, ssn',
      'enrichment_pipeline.processor[6].redact.on_failure': '"ignore" must be one of fail, skip_document, pass',
      'enrichment_pipeline.processor[7].truncate.mark': 'is as long as what is left: length is 3',
      'enrichment_pipeline.processor[8]':
        'must be one processor with its options, such as remove: { fields: [payload.Fax] }',
      'enrichment_pipeline.processor[9].nonsense': expect.stringMatching(
        /^unknown processor; there are set, /,
      ) as string,
      'enrichment_pipeline.processor[10]':
        'must be one processor with its options, such as remove: { fields: [payload.Fax] }',
      'enrichment_pipeline.processor[11].truncate.when.field': 'has no test: add one of equals, in, exists, matches',
      'enrichment_pipeline.processor[12].truncate.when.field': 'missing: the field to test, such as payload.Industry',
      'enrichment_pipeline.processor[13].truncate.when.fields': 'unknown key; did you mean "field"?',
      'enrichment_pipeline.processor[14].extract_text.into':
        'id stays as it is: it tells which document this is, and where it lies',
      'enrichment_pipeline.processor[14].extract_text.max_chars': '"0" must be a whole number from 1 to 1000000',
      'enrichment_pipeline.processor[15].extract_text.file': 'is one source too many: base64 is given',
    })
  })

  test('refuses regular expressions that do not compile or could run away, other problems or not', async () => {
    const found = await problems(
      { redact: { pattern: ['(a', '(?<=x)y', '(a)\\1', 'ok'] } },
      { redact: { pattern: 'a{2,3}(?!b)' } },
      { truncate: { length: 'x', when: { field: 'type', matches: '**' } } },
      { truncate: { length: 10, when: { field: 'type', matches: '**' } } },
    )
    expect(found).toEqual({
      'enrichment_pipeline.processor[0].redact.pattern[0]': '"(a" is no regular expression: missing closing ): "(a"',
      'enrichment_pipeline.processor[0].redact.pattern[1]':
        '"(?<=x)y" has lookahead and lookbehind, which RE2 syntax doesn\'t: they can run away',
      'enrichment_pipeline.processor[0].redact.pattern[2]':
        '"(a)\\1" has backreferences, which RE2 syntax doesn\'t: they can run away',
      'enrichment_pipeline.processor[1].redact.pattern':
        '"a{2,3}(?!b)" has lookahead and lookbehind, which RE2 syntax doesn\'t: they can run away',
      'enrichment_pipeline.processor[2].truncate.length': expect.any(String) as string,
      'enrichment_pipeline.processor[3].truncate.when.matches': expect.stringContaining('"**"') as string,
    })
  })

  test('tells which objects of a when are not synced', async () => {
    expect(await notesOf(['*'], ['account', 'Region', 'Region__c', 'ContentDocument'])).toEqual([])
    expect(await notesOf(['Region'], ['region', 'Task'])).toEqual([
      "enrichment_pipeline.processor[0].truncate.when has no effect for Task: the datasource doesn't sync it.",
    ])
    expect(await problems(step('Acount, Case'))).toEqual({
      'enrichment_pipeline.processor[0].truncate.when':
        'Acount is not synced by this datasource; did you mean "Account"?',
    })
  })

  test('refuses placeholders without quotes, which YAML takes for maps', async () => {
    const parsed = { '{ type }': null }
    expect(await problems({ set: { fields: { title: parsed } } })).toEqual({
      'enrichment_pipeline.processor[0].set.fields': 'title holds nothing; a placeholder needs quotes: "{{field}}"',
    })
  })
})
