/** `when`: which documents a processor sees. */
import { z } from 'zod'
import { isMap, isSet } from '../sources/map.js'
import { renderSuggestion } from '../values/closest-name.js'
import { list, text, toggle } from '../values/setting-values.js'
import { documentPath } from './document-path.js'

/** All that is given has to hold. */
export type When = z.output<typeof whenSchema>

const scalar = z.union([z.string(), z.number(), z.boolean()], { error: 'must be text, a number, true or false' })

const tests = {
  equals: scalar.optional(),
  in: z.array(scalar, { error: 'must be a list' }).optional(),
  exists: toggle.optional(),
  matches: text.optional(),
}

const shape = { objects: list(text).optional(), field: documentPath.optional(), ...tests }

/** `[Account, Case]`, or `{ objects, field, equals | in | exists | matches }`. */
export const whenSchema = z.preprocess(
  spellOut,
  z.strictObject(shape, { error: (issue) => describeIssue(issue) }).superRefine((when, context) => {
    const isTested = Object.keys(tests).some((key) => isSet(when[key as keyof typeof tests]))
    const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['field'], message })
    if (when.field !== undefined && !isTested) refuse(`has no test: add one of ${Object.keys(tests).join(', ')}`)
    if (when.field === undefined && isTested) refuse('missing: the field to test, such as payload.Industry')
  }),
)

function spellOut(given: unknown): unknown {
  if (typeof given === 'string' || Array.isArray(given)) return { objects: given }
  return isMap(given) ? Object.fromEntries(Object.entries(given).filter(([, value]) => isSet(value))) : given
}

function describeIssue(issue: z.core.$ZodRawIssue): string {
  if (issue.code !== 'unrecognized_keys') return 'must be a list of objects, or a map with a field and a test'
  return issue.keys.map((key) => `unknown key${renderSuggestion(key, Object.keys(shape))}`).join('\n')
}
