/**
 * Holds the embedded org's describes against real ones: `tsx scripts/conformance/describes.ts FOLDER [LIST]`. FOLDER
 * has describe results as JSON, LIST is the file with a describeGlobal. Lists, key by key, what differs and why, then
 * what each object lacks. Ends with 1 where something differs without a known reason.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { EXTRAS, type Extra } from '../../src/sandbox/schema/extras.js'
import { startSandbox } from '../../src/sandbox/sandbox.js'
import { compareRows, type Difference, type Row } from './describe-rows.js'
import { whyLacking } from './describe-reasons.js'
import { logIn } from './log-in.js'

type Described = Row & { name: string; fields: Row[]; childRelationships: Row[] }

const [folder, list] = process.argv.slice(2)
if (folder === undefined) throw new Error('Name the folder with describe results')
let unexplained = 0
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const real = read(path.join(folder, file)) as Described
  await withOrg(extrasOf(real), async (get, known) => {
    const own = await get(`/sobjects/${real.name}/describe`)
    if (own) compareObject(file, real, own as Described, known)
    else say(`${file}: the embedded org has no ${real.name}`)
  })
}
if (list !== undefined) {
  const real = (read(list) as { sobjects: Row[] }).sobjects
  const extras = EXTRAS.filter((extra) => extra !== 'multi-currency')
  await withOrg(extras, async (get, known) =>
    compareList(real, ((await get('/sobjects')) as Row).sobjects as Row[], known),
  )
}
say(`\n${unexplained} differences without a known reason`)
process.exitCode = unexplained > 0 ? 1 : 0

type Get = (route: string) => Promise<unknown>

/** `known`: the names of the sObjects the org has. */
async function withOrg(extras: Extra[], use: (get: Get, known: Set<string>) => Promise<void>): Promise<void> {
  const sandbox = await startSandbox({ records: 0, extras })
  try {
    const headers = { Authorization: `Bearer ${await logIn(sandbox)}` }
    const get = async (route: string) => {
      const answer = await fetch(`${sandbox.url}/services/data/v62.0${route}`, { headers })
      return answer.status === 200 ? answer.json() : undefined
    }
    await use(get, new Set(sandbox.store.objects().map(({ name }) => name)))
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

function compareObject(file: string, real: Described, own: Described, known: Set<string>): void {
  const [theirs, ours] = [real, own].map(({ fields }) => byKey(fields.filter(isStandard), ({ name = '' }) => name))
  say(`\n${file}: ${theirs!.size} standard fields`)
  reportLacking('field', real.name, theirs!, ours!)
  reportLacking('extra field', real.name, ours!, theirs!)
  const [{ fields: _, childRelationships: __, ...object }, twin] = [real, own]
  report('object', compareRows([[real.name, object as Row, twin]], known))
  report('fields', compareRows(pairsOf(`${real.name}.`, theirs!, ours!), known))
  compareChildren(real, own, known)
}

function compareChildren(real: Described, own: Described, known: Set<string>): void {
  const children = real.childRelationships.filter(isStandard)
  const here = children.filter(({ childSObject = '' }) => known.has(childSObject))
  say(`  child relationships: ${children.length}, ${here.length} of them of objects the embedded org has`)
  const others = children.filter(
    ({ relationshipName, childSObject = '' }) => relationshipName && !known.has(childSObject),
  )
  if (others.length > 0)
    say(`  ${others.length} named ones of other objects: users aren't shown those of objects they can't see`)
  const [theirs, ours] = [byKey(here, keyOfChild), byKey(own.childRelationships.filter(isStandard), keyOfChild)]
  reportLacking('child', real.name, theirs, ours)
  reportLacking('extra child', real.name, ours, theirs)
  report('children', compareRows(pairsOf(`${real.name} `, theirs, ours), known))
}

function compareList(real: Row[], own: Row[], known: Set<string>): void {
  const [theirs, ours] = [real, own].map((rows) => byKey(rows.filter(isStandard), ({ name = '' }) => name))
  const pairs = pairsOf('', theirs!, ours!)
  say(`\nThe list: ${real.length} objects, ${pairs.length} of them are here`)
  reportLacking('object', '', ours!, theirs!)
  report('list', compareRows(pairs, known))
}

type Rows = Map<string, Row>

function byKey(rows: Row[], keyOf: (row: Row) => string): Rows {
  return new Map(rows.map((row) => [keyOf(row), row]))
}

function keyOfChild({ childSObject = '', field }: Row): string {
  return `${childSObject}.${String(field)}`
}

/** Neither a custom object or field, nor a child relationship by one. */
function isStandard({ name = '', childSObject = '', field = '' }: Row): boolean {
  return ![name, childSObject, String(field)].some((part) => /__[a-z]+$/i.test(part))
}

function pairsOf(prefix: string, theirs: Rows, ours: Rows): [string, Row, Row][] {
  return [...theirs].flatMap(([key, row]): [string, Row, Row][] => {
    const twin = ours.get(key)
    return twin ? [[prefix + key, row, twin]] : []
  })
}

/** What the others have not, by reason; what has none is named. */
function reportLacking(kind: string, object: string, rows: Rows, others: Rows): void {
  const lacking = [...rows.keys()].filter((key) => !others.has(key))
  for (const [reason, group] of groupBy(lacking, (name) => whyLacking(kind, object, name))) {
    unexplained += reason === undefined ? group.length : 0
    say(`  ${kind} ${group.join(' ')}: ${reason ?? 'NO REASON KNOWN'}`)
  }
}

/** By key and reason; rows are told where no reason is known. */
function report(title: string, differences: Difference[]): void {
  for (const [key, ofKey] of groupBy(differences, (one) => one.key)) {
    for (const [reason, rows] of groupBy(ofKey, (one) => one.reason)) {
      unexplained += reason === undefined ? rows.length : 0
      const told = reason ?? rows.map(({ where, text }) => `${where} ${text}`).join('; ')
      say(`  ${title}.${key}: ${rows.length} differ: ${told}`)
    }
  }
}

function groupBy<Item, Key>(items: Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
