import { dirname } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { parse } from 'yaml'
import type {
  Config,
  Connector,
  Datasource,
  ExtractSettings,
  ObjectSettings,
} from '../../../src/config/config-types.js'
import { renderGroup } from '../../../src/config/settings/setting-text.js'
import { buildSectionSchema } from '../../../src/config/settings/section-schema.js'
import type { SyncInterval } from '../../../src/config/intervals/sync-interval.js'
import { settingGroups, type Part } from '../../../src/config/settings/setting-groups.js'
import { nameFlag, type SettingTable } from '../../../src/config/settings/setting.js'
import { interpolate } from '../../../src/config/sources/interpolate.js'
import { duration } from '../../../src/config/values/setting-values.js'
import { resolveStateAddress } from '../../../src/config/addresses/state-address.js'
import { credentials, environment, loadFiles, problemsOf } from '../config-folder.js'

/** What the program sees of these two is part of `customObjects` and of `enabled`; tests of the sections hold that. */
const folded = new Set(['syncCustomObjects', 'syncEnabled'])

const rows = settingGroups.flatMap(({ part, flat, table }) =>
  Object.entries(table)
    .filter(([, { property }]) => !folded.has(property))
    .map(([key, setting]) => ({ ...setting, part, flat, key, path: [...flat, key].join('.') })),
)
type Row = (typeof rows)[number]

/** What the examples refer to. */
const variables: Record<string, string> = {
  SF_CLIENT_ID: 'key-of-example',
  SF_CLIENT_SECRET: 'secret-of-example',
  ES_PASSWORD: 'secret-of-index',
  ES_API_KEY: 'key-of-index',
}

/** A row's example as a value of a file. */
function exampleOf({ example }: Row): unknown {
  const filled = interpolate(example, (name) => variables[name])
  return parse('text' in filled ? filled.text : example)
}

/** As an environment variable or a flag has it. */
function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value)
}

/** An rc file that says one thing more than it has to. */
function fileWith({ flat, key }: Pick<Row, 'flat' | 'key'>, value: unknown): Record<string, unknown> {
  const inner = flat.toReversed().reduce<unknown>((nested, each) => ({ [each]: nested }), { [key]: value })
  const certificate = key === 'client_key' ? { client_cert: '/etc/sf-extract/client.pem' } : {}
  return { sync_custom_objects: key === 'custom_objects_to_sync', ...credentials, ...certificate, ...(inner as object) }
}

/** What the program sees at a row's property. */
function seenIn({ connectors, datasources, extract }: Config, { part, flat, property }: Row): unknown {
  const roots: Record<Part, unknown> = {
    connector: connectors[0],
    datasource: datasources[0],
    schedule: datasources[0],
    extract,
  }
  const keys = part === 'schedule' ? [property] : [...flat, property]
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], roots[part])
}

/** `fields[0]` is the first value of `fields`, `tags[0].field` what that of `tags` has. */
function settingAt(path: string): string {
  return path.replace(/\[\d+\](\.field)?$/, '')
}

describe('a setting has one home, its row, from which', () => {
  it.each(rows)('the example of $path is read into $property', async (row) => {
    const example = exampleOf(row)
    const config = await loadFiles({ '.salesforcerc': fileWith(row, example) })
    expect(seenIn(config, row)).toEqual(row.check.parse(example))
  })

  it.each(rows.filter(({ variable }) => variable !== undefined))('$variable is read into $property', async (row) => {
    const value = textOf(exampleOf(row))
    const custom = {
      SF_EXTRACT_SYNC_CUSTOM_OBJECTS: String(row.property === 'customObjects'),
      SF_EXTRACT_CLIENT_CERT: '/etc/sf-extract/client.pem',
    }
    const config = await loadFiles({}, { env: { ...environment, ...custom, [row.variable!]: value } })
    expect(seenIn(config, row)).toEqual(row.check.parse(value))
  })

  it.each(rows.filter(({ flag }) => flag !== undefined))('$flag is read into $property', async (row) => {
    const value = textOf(exampleOf(row))
    const name = nameFlag(row.flag!)
      .slice(2)
      .replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
    const config = await loadFiles({ '.salesforcerc': credentials }, { flags: { [name]: value, output: 'x' } })
    expect(seenIn(config, row)).toEqual(row.check.parse(value))
  })

  it.each(rows.filter((row) => row.default !== undefined))('the default of $path is in $property', async (row) => {
    const { objects: _, ...bare } = fileWith(row, undefined)
    const rc = row.flat[0] === 'objects' ? { ...bare, objects: { Account: {} } } : bare
    const config = await loadFiles({ '.salesforcerc': rc })
    const preset = row.check.parse(row.default)
    const isState = row.property === 'state'
    expect(seenIn(config, row)).toEqual(isState ? resolveStateAddress(String(preset), dirname(config.file!)) : preset)
  })

  it('whatever a file says is what the check makes of it, or a problem at its path', async () => {
    // A secret would be taken out of every later text of this process; the way to log in decides what else is needed.
    const secrets = ['clientSecret', 'privateKey', 'privateKeyPassphrase', 'refreshToken', 'accessToken']
    const paths = ['caFile', 'clientCert', 'clientKey']
    // Cron expressions are looked through when the whole file has been.
    const others = new Set([
      ...secrets,
      'syncInterval',
      'auth',
      'loginUrl',
      'customObjects',
      'state',
      'filesDir',
      ...paths,
    ])
    const plain = rows.filter(({ property }) => !others.has(property))
    const words = ['5m', '1ms', '10%', 'off', 'Account', 'index', 'latest', 'CreatedDate', '64', '-1', '1.5', 'where x']
    const values = fc.oneof(fc.constantFrom(...words), fc.integer({ min: -1, max: 3000 }), fc.boolean())
    const read = fc.asyncProperty(fc.constantFrom(...plain), values, async (row, value) => {
      const expected = row.check.safeParse(value)
      const loading = loadFiles({ '.salesforcerc': fileWith(row, value) })
      const seen = expected.success ? seenIn(await loading, row) : Object.keys(await problemsOf(loading)).map(settingAt)
      expect(seen).toEqual(expected.success ? expected.data : [row.path])
    })
    await fc.assert(read, { numRuns: 150 })
  })

  it('the compiler knows what the program sees', () => {
    expectTypeOf<Connector>().toHaveProperty('loginUrl').toEqualTypeOf<string>()
    expectTypeOf<Datasource>().toHaveProperty('lookbackMs').toEqualTypeOf<number>()
    expectTypeOf<Datasource>().toHaveProperty('syncInterval').toEqualTypeOf<SyncInterval>()
    expectTypeOf<Datasource>().toHaveProperty('files').toEqualTypeOf<'links' | 'index' | 'download'>()
    expectTypeOf<Datasource>().not.toHaveProperty('syncCustomObjects')
    expectTypeOf<ExtractSettings['retry']>().toHaveProperty('maxDelayMs').toEqualTypeOf<number>()
    expectTypeOf<Pick<ObjectSettings, 'excludeFields' | 'where'>>().toEqualTypeOf<{
      excludeFields: string[]
      where?: string | undefined
    }>()
  })

  it('a new setting needs nothing else', () => {
    const table = {
      grace_period: {
        property: 'gracePeriodMs',
        check: duration('1s', '1h'),
        type: 'duration',
        default: '1m',
        example: '5m',
        variable: 'SF_EXTRACT_GRACE_PERIOD',
        flag: '--grace-period <duration>',
        effect: 'How long a run may end late.',
      },
      nickname: { property: 'nickname', check: duration(), type: 'duration', example: '1s', effect: 'None.' },
    } as const satisfies SettingTable
    const schema = buildSectionSchema(table)
    const values = schema.parse({ grace_period: '5m' })
    expectTypeOf(values.gracePeriodMs).toEqualTypeOf<number>()
    expectTypeOf(values.nickname).toEqualTypeOf<number | undefined>()
    expect(values).toEqual({ gracePeriodMs: 300_000 })
    expect(schema.parse({})).toEqual({ gracePeriodMs: 60_000 })
    expect(renderGroup({ title: '', part: 'extract', section: '', flat: [], table }, {}).slice(0, 3)).toEqual([
      '# How long a run may end late.',
      '# (duration; default 1m; SF_EXTRACT_GRACE_PERIOD; --grace-period)',
      '# grace_period: 5m',
    ])
  })

  it('no two settings of one place share a property, but the two that say where to log in', () => {
    const places = settingGroups.map(({ part, flat, table }) =>
      Object.values(table).map(({ property }) => `${part}.${flat.join('.')}.${property}`),
    )
    const all = places.flat()
    expect(all.filter((place, index) => all.indexOf(place) !== index)).toEqual(['connector..loginUrl'])
    expect(all.filter((place) => !/\.[a-z]+([A-Z][a-z]+)*$/.test(place))).toEqual([])
  })
})
