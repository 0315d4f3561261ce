import { z } from 'zod'
import { renderSuggestion } from '../values/closest-name.js'
import type { Setting, SettingTable } from './settings.js'

/** What a section read by a table holds: settings without a default may be absent. */
export type SectionValues<Table extends SettingTable> = {
  [Key in keyof Table]: Table[Key] extends { default: unknown } | { required: string }
    ? z.output<Table[Key]['value']>
    : z.output<Table[Key]['value']> | undefined
}

/**
 * A table as the schema of its section, with further nested sections. Unknown keys are problems, save those in
 * `foreign`, which belong to the Coco server. A default goes through the same reading as a value of the file.
 */
export function buildSectionSchema<
  Table extends SettingTable,
  Nested extends Record<string, z.ZodType> = Record<never, never>,
>(
  table: Table,
  nested: Nested = {} as Nested,
  foreign: string[] = [],
): z.ZodType<SectionValues<Table> & { [Key in keyof Nested]: z.output<Nested[Key]> }> {
  const own = Object.entries(table).map(([key, setting]) => [key, buildValueSchema(setting)])
  const left = foreign.map((key) => [key, z.unknown().optional()])
  const shape = Object.fromEntries([...own, ...left, ...Object.entries(nested)]) as z.ZodRawShape
  const known = [...Object.keys(table), ...Object.keys(nested)]
  const schema = z.strictObject(shape, { error: (issue) => describeIssue(issue, known) })
  return schema as unknown as z.ZodType<SectionValues<Table> & { [Key in keyof Nested]: z.output<Nested[Key]> }>
}

function buildValueSchema({ value, required, default: preset, env }: Setting): z.ZodType {
  if (preset !== undefined) return value.prefault(preset)
  if (required === undefined) return value.optional()
  const message = `missing. Write it in the file or set ${env}; ${required}`
  return z
    .unknown()
    .refine((given): boolean => given !== undefined, { message })
    .pipe(value)
}

/** For unknown keys a line per key, in their order: read-section.ts gives each its own path. */
function describeIssue(issue: z.core.$ZodRawIssue, known: string[]): string {
  if (issue.code !== 'unrecognized_keys') return 'must be a map of settings'
  return issue.keys.map((key) => `unknown key${renderSuggestion(key, known)}`).join('\n')
}
