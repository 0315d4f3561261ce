import { describe, expect, test } from 'vitest'
import { enrichAll, enrichOne, openTestPipeline } from '../../support/pipeline.js'

const lookup = { file: 'regions.csv', key: 'Country', field: 'payload.Country', into: 'metadata.region' }
const csv = '\uFEFFCountry,Region,"Lead, sales"\r\nNO,North,"Ann ""A"" Lee"\r\nIT,South,Bob\r\n\r\n'

function files(name: string, content: unknown) {
  return { files: { [name]: content } }
}

async function of(content: string): Promise<string | undefined> {
  return (await openTestPipeline([{ lookup }], files('regions.csv', content))).fingerprintOf('Account')
}

describe('lookup', () => {
  test('adds the row of a CSV file, or columns of it, and leaves what finds none', async () => {
    const columns = { 'metadata.area': 'Region', summary: 'Lead, sales', 'metadata.none': 'None' }
    const all = await enrichAll(
      [{ payload: { Country: 'NO' } }, { payload: { Country: 'XX' } }, { payload: {} }],
      [{ lookup }, { lookup: { ...lookup, into: undefined, columns } }],
      files('regions.csv', csv),
    )
    expect(all[0]!.documents[0]).toMatchObject({
      metadata: { region: { Country: 'NO', Region: 'North', 'Lead, sales': 'Ann "A" Lee' }, area: 'North' },
      summary: 'Ann "A" Lee',
    })
    for (const { documents } of all.slice(1))
      expect(documents[0]!.metadata).toEqual({ sobject_type: 'Account', is_standard: true })
  })

  test.each([
    ['regions.tsv', 'Country\tRegion\nNO\tNorth\n'],
    ['regions.json', [{ Country: 'NO', Region: 'North' }]],
    ['regions.json', { NO: { Country: 'NO', Region: 'North' } }],
    ['regions.ndjson', '{"Country":"NO","Region":"North"}\n\n'],
  ])('reads %s: %j', async (file, content) => {
    const document = await enrichOne(
      { payload: { Country: 'NO' } },
      [{ lookup: { ...lookup, file } }],
      files(file, content),
    )
    expect(document['metadata']).toMatchObject({ region: { Country: 'NO', Region: 'North' } })
  })

  test('fails for what finds no row, where a row is required', async () => {
    const [, second] = await enrichAll(
      [{ payload: { Country: 'NO' } }, { payload: { Country: 'XX' } }],
      [{ lookup: { ...lookup, required: true, on_failure: 'skip_document' } }],
      files('regions.csv', csv),
    )
    expect(second!.failures).toMatchObject([{ message: 'regions.csv has no row for payload.Country "XX"' }])
  })

  test.each([
    ['regions.csv', undefined, /regions\.csv is not there/],
    ['regions.csv', 'A,B\n1,2\n', /it has no column "Country"; there are A, B/],
    ['regions.csv', 'Country\n"NO\n', /regions\.csv: Quote/],
    ['regions.csv', 'Country,B\nNO,1\nNO,2\n', /two rows have "NO" as Country/],
    ['regions.txt', 'x', /has to end in \.csv, \.tsv, \.json or \.ndjson/],
    ['regions.json', '7', /neither a list nor a map/],
    ['regions.json', '{', /regions\.json: /],
    ['regions.ndjson', '[1]', /something that is no row/],
  ])('a file %s of %j is a configuration error with its place', async (file, content, message) => {
    const opening = openTestPipeline(
      [{ lookup: { ...lookup, file } }],
      content === undefined ? {} : files(file, content),
    )
    await expect(opening).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(message) as string,
    })
    await expect(opening).rejects.toThrow('enrichment_pipeline.processor[0].lookup - ')
  })

  test('makes other documents when its file changes', async () => {
    expect(await of(csv)).toBe(await of(csv))
    expect(await of(csv)).not.toBe(await of(csv.replace('North', 'Nord')))
  })
})
