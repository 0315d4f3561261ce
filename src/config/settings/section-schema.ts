import { z } from 'zod'
import { renderSuggestion } from '../values/closest-name.js'
import type { Setting, SettingsOf, SettingTable } from './setting.js'

/** The sections inside a section, by their keys. */
type NestedSections = Record<string, z.ZodType>

/** What a section holds once it is read. */
type SectionValues<Table extends SettingTable, Nested extends NestedSections> = SettingsOf<Table> & {
  [Key in keyof Nested]: z.output<Nested[Key]>
}

/**
 * A table as the schema of its section, with further nested sections: keys of a file in, properties out. Unknown keys
 * are problems, save those in `foreign`, which belong to the Coco server. A default goes through the same check as a
 * value of the file.
 */
export function buildSectionSchema<Table extends SettingTable, Nested extends NestedSections = Record<never, never>>(
  table: Table,
  nested: Nested = {} as Nested,
  foreign: string[] = [],
): z.ZodType<SectionValues<Table, Nested>> {
  const own = Object.entries(table).map(([key, setting]) => [key, buildValueSchema(setting)])
  const left = foreign.map((key) => [key, z.unknown().optional()])
  const shape = Object.fromEntries([...own, ...left, ...Object.entries(nested)]) as z.ZodRawShape
  const known = [...Object.keys(table), ...Object.keys(nested)]
  const schema = z
    .strictObject(shape, { error: (issue) => describeIssue(issue, known) })
    .transform((values) => nameProperties(values, table, Object.keys(nested)))
  return schema as unknown as z.ZodType<SectionValues<Table, Nested>>
}

function buildValueSchema({ check, required, default: preset, variable }: Setting): z.ZodType {
  if (preset !== undefined) return check.prefault(preset)
  if (required === undefined) return check.optional()
  const message =
    variable === undefined ? `missing: ${required}` : `missing. Write it in the file or set ${variable}; ${required}`
  return z
    .unknown()
    .refine((given): boolean => given !== undefined, { message })
    .pipe(check)
}

/** For unknown keys a line per key, in their order: read-section.ts gives each its own path. */
function describeIssue(issue: z.core.$ZodRawIssue, known: string[]): string {
  if (issue.code !== 'unrecognized_keys') return 'must be a map of settings'
  return issue.keys.map((key) => `unknown key${renderSuggestion(key, known)}`).join('\n')
}

/** Of two settings with one property (`domain` and `login_url`) the one that was given counts. */
function nameProperties(values: Record<string, unknown>, table: SettingTable, nested: string[]) {
  const given = Object.entries(table).filter(([key]) => values[key] !== undefined)
  return Object.fromEntries([
    ...given.map(([key, { property }]) => [property, values[key]]),
    ...nested.map((key) => [key, values[key]]),
  ]) as Record<string, unknown>
}
