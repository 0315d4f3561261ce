import type { Row } from '../../terms.js'

/** A tag from a field's value, or from what a boolean says. What holds nothing makes no tag. */
export type TagRule = { field: string; prefix?: string } | { flag: string; whenTrue: string; whenFalse: string }

/** The tags of a record: its sObject, then one for each rule. */
export function buildTags(sobject: string, row: Row, rules: TagRule[]): string[] {
  return [...new Set([sobject, ...rules.flatMap((rule) => tagOf(row, rule))])]
}

function tagOf(row: Row, rule: TagRule): string[] {
  return 'flag' in rule ? flagTag(row[rule.flag], rule) : fieldTag(row[rule.field], rule)
}

function flagTag(value: unknown, { whenTrue, whenFalse }: { whenTrue: string; whenFalse: string }): string[] {
  return typeof value === 'boolean' ? [value ? whenTrue : whenFalse] : []
}

function fieldTag(value: unknown, { prefix = '' }: { prefix?: string }): string[] {
  return typeof value === 'string' && value.trim() !== '' ? [`${prefix}${value}`] : []
}
