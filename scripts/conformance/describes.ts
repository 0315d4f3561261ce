/**
 * Holds the embedded org's describes against real ones: `tsx scripts/conformance/describes.ts FOLDER`, a folder of
 * describe results as JSON. Lists, key by key, what differs and why, then what each object lacks.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Extra } from '../../src/sandbox/schema/extras.js'
import { startSandbox } from '../../src/sandbox/sandbox.js'
import { logIn } from './log-in.js'

type Described = Record<string, unknown> & { name: string; fields: Row[]; childRelationships: Row[] }
type Row = Record<string, unknown> & {
  name?: string
  relationshipName?: string | null
  referenceTo?: string[]
  childSObject?: string
  field?: string
}

/** Why a key may differ: the real org is another one. */
const OF_THE_ORG: Readonly<Record<string, string>> = {
  actionOverrides: 'pages of the real org',
  byteLength: 'follows the length',
  inlineHelpText: 'help texts of the real org',
  label: 'renamed in the real org',
  labelPlural: 'renamed in the real org',
  length: 'the real org has other features',
  picklistValues: 'values of the real org',
  referenceTo: 'objects the embedded org lacks',
  recordTypeInfos: 'record types of the real org',
  urls: 'of the version asked for',
}

const folder = process.argv[2]
if (folder === undefined) throw new Error('Name the folder with describe results')
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const real = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Described
  const sandbox = await startSandbox({ records: 0, extras: extrasOf(real) })
  try {
    const token = await logIn(sandbox)
    const answer = await fetch(`${sandbox.url}/services/data/v62.0/sobjects/${real.name}/describe`, {
      headers: { Authorization: `Bearer ${token}` },
    })
    const known = new Set(sandbox.store.objects().map(({ name }) => name))
    if (answer.status === 200) compare(file, real, (await answer.json()) as Described, known)
    else process.stdout.write(`${file}: the embedded org has no ${real.name}\n`)
  } finally {
    await sandbox.close()
  }
}

/** What the real org has of what an embedded one has on request. */
function extrasOf({ fields }: Described): Extra[] {
  const signs: [Extra, RegExp][] = [
    ['person-accounts', /^IsPersonAccount$/],
    ['state-codes', /^(?:Billing|Mailing)?StateCode$/],
    ['multi-currency', /^CurrencyIsoCode$/],
  ]
  return signs.flatMap(([extra, sign]) => (fields.some(({ name = '' }) => sign.test(name)) ? [extra] : []))
}

function compare(file: string, real: Described, own: Described, known: Set<string>): void {
  const standard = real.fields.filter(({ name }) => !/__[a-z]+$/.test(name ?? ''))
  const missing = standard.filter(({ name }) => !own.fields.some((field) => field.name === name))
  const children = real.childRelationships.filter(
    ({ relationshipName, field = '' }) => relationshipName && !/__[a-z]+$/.test(field),
  )
  const unnamed = children.filter(
    ({ relationshipName }) => !own.childRelationships.some((child) => child.relationshipName === relationshipName),
  )
  process.stdout.write(`\n${file}: ${standard.length} standard fields, ${missing.length} missing\n`)
  const isOfOthers = ({ referenceTo = [] }: Row) =>
    referenceTo.length > 0 && !referenceTo.some((name) => known.has(name))
  process.stdout.write(
    `  missing, since they point to objects the embedded org lacks: ${namesOf(missing.filter(isOfOthers))}\n`,
  )
  process.stdout.write(`  missing otherwise: ${namesOf(missing.filter((row) => !isOfOthers(row)))}\n`)
  const here = unnamed.filter(({ childSObject = '' }) => known.has(childSObject))
  const lists = here.map(({ childSObject, field }) => `${childSObject}.${field}`).join(' ')
  process.stdout.write(`  child relationships: ${children.length}, ${unnamed.length} missing, `)
  process.stdout.write(`${here.length} of them of objects that the embedded org has: ${lists || 'none'}\n`)
  report('object', differences([[real, own]]))
  const pairs = standard.flatMap((field): [Row, Row][] => {
    const twin = own.fields.find(({ name }) => name === field.name)
    return twin ? [[field, twin]] : []
  })
  report('fields', differences(pairs))
}

function namesOf(rows: Row[]): string {
  return rows.map(({ name }) => name).join(' ') || 'none'
}

/** By key: which of the rows differ in it, and how. */
function differences(pairs: [Row, Row][]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const [real, own] of pairs) {
    for (const key of Object.keys(real)) {
      if (key === 'fields' || key === 'childRelationships') continue
      const [theirs, ours] = [JSON.stringify(real[key]), JSON.stringify(own[key])]
      if (theirs === ours) continue
      found.set(key, [...(found.get(key) ?? []), `${real.name ?? ''} ${brief(theirs)}, here ${brief(ours)}`])
    }
  }
  return found
}

function report(title: string, found: Map<string, string[]>): void {
  for (const [key, rows] of [...found].toSorted((a, b) => b[1].length - a[1].length)) {
    const reason = OF_THE_ORG[key] === undefined ? '' : ` (${OF_THE_ORG[key]})`
    const shown = reason === '' ? rows.slice(0, 60).join('; ') : ''
    process.stdout.write(`  ${title}.${key}: ${rows.length} differ${reason}${shown && `: ${shown}`}\n`)
  }
}

function brief(text: string | undefined): string {
  return text === undefined ? 'none' : text.length > 40 ? `${text.slice(0, 40)}…` : text
}
