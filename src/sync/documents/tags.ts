import type { Row } from '../../terms.js'
import { fieldTexts, type FieldValue } from './field-text.js'

/** A tag from a field's value, or from what a boolean says. What holds nothing makes no tag. */
export type TagRule = FieldTag | { flag: string; whenTrue: string; whenFalse: string }

/** A tag for each value of the field. */
interface FieldTag extends FieldValue {
  prefix?: string | undefined
}

/** The tags of a record: its sObject, then those of each rule. */
export function buildTags(sobject: string, row: Row, rules: TagRule[]): string[] {
  return [...new Set([sobject, ...rules.flatMap((rule) => tagsOf(row, rule))])]
}

function tagsOf(row: Row, rule: TagRule): string[] {
  if ('flag' in rule) return flagTag(row[rule.flag], rule)
  const { prefix = '' } = rule
  return fieldTexts(row, rule).map((text) => prefix + text)
}

function flagTag(value: unknown, { whenTrue, whenFalse }: { whenTrue: string; whenFalse: string }): string[] {
  return typeof value === 'boolean' ? [value ? whenTrue : whenFalse] : []
}
