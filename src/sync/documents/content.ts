import type { FieldDescribe, Row, SObjectDescribe } from '../../terms.js'
import { childRows } from '../records/child-lists.js'
import { looksRich, plainText } from './rich-text.js'
import { words } from '../plan/field-tables.js'

/** One kind of line in a document's content. What holds nothing makes no line. */
export type ContentRule = FieldLine | FlagLine | ListLines

/** The value of a field, bare or as `label: value`; a compound address on one line. */
interface FieldLine {
  field: string
  label?: string
  /** Whether the text is HTML; where it may be, a text that begins with a tag is. */
  html?: 'always' | 'maybe'
}

/** A fixed line for what a boolean says. */
interface FlagLine {
  flag: string
  whenTrue: string
  whenFalse?: string
}

/** The texts of each row of a child list, then those of the list below it. */
interface ListLines {
  list: string
  texts: string[]
  /** The one of the texts that is HTML where the row's `IsRichText` says so. */
  rich?: string
  below?: ListLines
}

/** The text of a record by its rules, a line for each, in their order. */
export function buildContent(row: Row, rules: ContentRule[]): string {
  return rules.flatMap((rule) => linesOf(row, rule)).join('\n')
}

/** The rules of an sObject without a row in the table: every text field it has, under the field's label. */
export function everyTextRule(describe: SObjectDescribe): ContentRule[] {
  const texts = describe.fields.filter((field) => textTypes.has(field.type))
  return texts.map((field) => ({ field: field.name, label: field.label, ...htmlOf(field) }))
}

/** A long text area and a rich one have the same type, and not every describe tells them apart. */
function htmlOf({ type, htmlFormatted }: FieldDescribe): Pick<FieldLine, 'html'> {
  if (htmlFormatted) return { html: 'always' }
  return type === 'textarea' ? { html: 'maybe' } : {}
}

const textTypes = new Set(words('string textarea email phone url picklist multipicklist combobox address'))

function linesOf(row: Row, rule: ContentRule): string[] {
  if ('list' in rule) return listLines(row, rule)
  if ('flag' in rule) return flagLine(row[rule.flag], rule)
  const isRich = rule.html === 'always' || (rule.html === 'maybe' && looksRich(String(row[rule.field])))
  const text = textOf(row[rule.field], isRich)
  if (text === undefined) return []
  return [rule.label === undefined ? text : `${rule.label}: ${text}`]
}

function flagLine(value: unknown, { whenTrue, whenFalse }: FlagLine): string[] {
  if (value === true) return [whenTrue]
  return value === false && whenFalse !== undefined ? [whenFalse] : []
}

function listLines(row: Row, { list, texts, rich, below }: ListLines): string[] {
  return rowsOf(row[list]).flatMap((child) => {
    const lines = texts.flatMap((field) => textOf(child[field], field === rich && child['IsRichText'] === true) ?? [])
    return below === undefined ? lines : [...lines, ...listLines(child, below)]
  })
}

/** Child lists come as query results; what was read apart and joined, as a case's feed, as an array. */
function rowsOf(value: unknown): Row[] {
  if (!Array.isArray(value)) return childRows(value)
  return (value as unknown[]).filter((row): row is Row => typeof row === 'object' && row !== null)
}

function textOf(value: unknown, isRich = false): string | undefined {
  if (typeof value === 'object' && value !== null) return addressLine(value as Row)
  if (typeof value !== 'string') return undefined
  const text = isRich ? plainText(value) : value
  return text.trim() === '' ? undefined : text
}

function addressLine(address: Row): string | undefined {
  const parts = ['street', 'city', 'state', 'postalCode', 'country'].flatMap((part) => textOf(address[part]) ?? [])
  const line = parts.map((part) => part.trim().replaceAll(/\s*[\r\n]+\s*/g, ', ')).join(', ')
  return line === '' ? undefined : line
}
