/** What an object's documents say: the settings `title`, `content` and `tags`. */
import { z } from 'zod'
import { isMap, isSet } from '../sources/map.js'
import { renderSuggestion } from './closest-name.js'
import { fieldPath } from './field-path.js'
import { text } from './setting-values.js'

/** The parts of a document that the settings of an object replace. */
export interface DocumentSettings {
  /** The first of these fields that holds something is the title. */
  title?: string[] | undefined
  content?: ContentLine[] | undefined
  tags?: FieldTag[] | undefined
}

/** A line of the content: `label: value`, or the value alone. */
export interface ContentLine {
  field: string
  label?: string | undefined
}

/** A tag: the value with the prefix before it. */
export interface FieldTag {
  field: string
  prefix?: string | undefined
}

/** A field these settings name, and where in them: `['content', 1, 'field']`. */
interface NamedField {
  at: PropertyKey[]
  field: string
}

/** Every field that the settings of an object name for its documents, in their order. */
export function listDocumentFields({ title = [], content = [], tags = [] }: DocumentSettings): NamedField[] {
  return [
    ...title.map((field, index) => ({ at: ['title', index], field })),
    ...content.map(({ field }, index) => ({ at: ['content', index, 'field'], field })),
    ...tags.map(({ field }, index) => ({ at: ['tags', index, 'field'], field })),
  ]
}

/**
 * A problem for each of these fields, and of those that are added, that the same object leaves out: by itself or with a
 * parent on the way to it.
 */
export function refuseExcluded(
  settings: DocumentSettings & { addFields?: string[]; excludeFields: string[] },
  context: z.core.$RefinementCtx,
): void {
  const isExcluded = (field: string) =>
    settings.excludeFields.some((excluded) => `${field}.`.toLowerCase().startsWith(`${excluded}.`.toLowerCase()))
  const added = (settings.addFields ?? []).map((field, index) => ({ at: ['add_fields', index], field }))
  for (const { at, field } of [...added, ...listDocumentFields(settings)].filter((named) => isExcluded(named.field)))
    context.addIssue({ code: 'custom', path: at, message: `"${field}" is in exclude_fields too: keep one of them` })
}

/** `{ label, field }`, or a field alone. */
export const contentLine: z.ZodType<ContentLine> = fieldEntry({ label: text.optional() })

/** `{ field, prefix }`, or a field alone. The blanks of a prefix count. */
export const fieldTag: z.ZodType<FieldTag> = fieldEntry({
  prefix: z.union([z.string(), z.number().transform(String)], { error: 'must be text' }).optional(),
})

function fieldEntry<Shape extends z.ZodRawShape>(further: Shape) {
  const known = ['field', ...Object.keys(further)]
  const named = z.unknown().refine(isSet, { message: 'missing: the name of the field', abort: true })
  const entry = z.strictObject(
    { field: named.pipe(fieldPath), ...further },
    { error: (issue) => describeIssue(issue, known) },
  )
  return z.preprocess(spellOut, entry)
}

/** An entry as a map. A key with nothing behind it is a key that isn't there. */
function spellOut(given: unknown): unknown {
  if (typeof given === 'string') return { field: given }
  return isMap(given) ? Object.fromEntries(Object.entries(given).filter(([, value]) => isSet(value))) : given
}

/** For unknown keys a line per key, in their order, as of a section. */
function describeIssue(issue: z.core.$ZodRawIssue, known: string[]): string {
  if (issue.code !== 'unrecognized_keys') return `must be a field, or a map of ${known.join(' and ')}`
  return issue.keys.map((key) => `unknown key${renderSuggestion(key, known)}`).join('\n')
}
