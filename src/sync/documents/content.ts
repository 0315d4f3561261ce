import type { Row, SObjectDescribe } from '../../terms.js'
import { childRows } from '../records/child-lists.js'
import { fieldText, kindOf, type FieldValue } from './field-text.js'
import { words } from '../plan/field-tables.js'

/** One kind of line in a document's content. What holds nothing makes no line. */
export type ContentRule = FieldLine | FlagLine | ListLines

/** The value of a field, bare or as `label: value`. */
interface FieldLine extends FieldValue {
  label?: string | undefined
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
  return texts.map((field) => ({ field: field.name, label: field.label, kind: kindOf(field) }))
}

const textTypes = new Set(words('string textarea email phone url picklist multipicklist combobox address'))

function linesOf(row: Row, rule: ContentRule): string[] {
  if ('list' in rule) return listLines(row, rule)
  if ('flag' in rule) return flagLine(row[rule.flag], rule)
  const text = fieldText(row, rule)
  if (text === undefined) return []
  return [rule.label === undefined ? text : `${rule.label}: ${text}`]
}

function flagLine(value: unknown, { whenTrue, whenFalse }: FlagLine): string[] {
  if (value === true) return [whenTrue]
  return value === false && whenFalse !== undefined ? [whenFalse] : []
}

function listLines(row: Row, { list, texts, rich, below }: ListLines): string[] {
  return rowsOf(row[list]).flatMap((child) => {
    const htmlField = child['IsRichText'] === true ? rich : undefined
    const lines = texts.flatMap(
      (field) => fieldText(child, { field, kind: field === htmlField ? 'html' : undefined }) ?? [],
    )
    return below === undefined ? lines : [...lines, ...listLines(child, below)]
  })
}

/** Child lists come as query results; what was read apart and joined, as a case's feed, as an array. */
function rowsOf(value: unknown): Row[] {
  if (!Array.isArray(value)) return childRows(value)
  return (value as unknown[]).filter((row): row is Row => typeof row === 'object' && row !== null)
}
