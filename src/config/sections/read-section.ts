import type { z } from 'zod'
import { addProblem, type Problems } from '../problems.js'
import type { ReadContext } from '../read-context.js'
import { interpolate } from '../sources/interpolate.js'
import type { Layer } from '../sources/layers.js'
import { isMap, isSet } from '../sources/map.js'
import { renderPath } from '../sources/path.js'

/** A part of the file as it stands there, and where each key stands. */
export interface Section {
  values: Record<string, unknown>
  pathOf(key: string): string
}

/**
 * A section with its variables filled in, the layers laid over it, and read by its schema; undefined where that
 * found problems. Every problem carries its path in the file, or the variable or flag it came from.
 */
export function readSection<T>(
  schema: z.ZodType<T>,
  section: Section,
  layers: Layer[],
  context: ReadContext,
): T | undefined {
  const origins = new Map<string, string>()
  const pathOf = ([key, ...rest]: readonly PropertyKey[]): string =>
    origins.get(renderPath([key!, ...rest])) ??
    origins.get(String(key)) ??
    renderPath([section.pathOf(String(key)), ...rest])
  // What a layer overrides needn't be readable: its variable may be missing.
  const filled = Object.entries(section.values)
    .filter(([key]) => !layers.some((layer) => layer.has(key)))
    .map(([key, value]) => [key, fillVariables(value, [key], pathOf, context)])
  let values = dropUnset(Object.fromEntries(filled)) as Record<string, unknown>
  for (const [key, { value, origin }] of layers.flatMap((layer) => [...layer])) {
    values = withValue(values, key.split('.'), value)
    origins.set(key, origin)
  }
  const result = schema.safeParse(values)
  if (result.success) return result.data
  for (const issue of result.error.issues) addIssue(issue, pathOf, context.problems)
  return undefined
}

/** The value with every variable in its texts filled; texts that can't be filled become undefined, with a problem. */
export function fillVariables(
  value: unknown,
  keys: readonly PropertyKey[],
  pathOf: (keys: readonly PropertyKey[]) => string,
  context: ReadContext,
): unknown {
  if (Array.isArray(value)) {
    return value.map((entry: unknown, index) => fillVariables(entry, [...keys, index], pathOf, context))
  }
  if (isMap(value)) {
    const entries = Object.entries(value).map(([key, entry]) => [
      key,
      fillVariables(entry, [...keys, key], pathOf, context),
    ])
    return Object.fromEntries(entries)
  }
  if (typeof value !== 'string') return value
  const result = interpolate(value, context.lookUp)
  if ('text' in result) return result.text
  addProblem(context.problems, pathOf(keys), result.problem)
  return undefined
}

/** A key with nothing behind it is a key that isn't there. */
function dropUnset(value: unknown): unknown {
  if (!isMap(value)) return value
  const entries = Object.entries(value).filter(([, entry]) => isSet(entry))
  return Object.fromEntries(entries.map(([key, entry]) => [key, dropUnset(entry)]))
}

function withValue(values: Record<string, unknown>, [key, ...rest]: string[], value: unknown): Record<string, unknown> {
  if (rest.length === 0) return { ...values, [key!]: value }
  const inner = values[key!] ?? {}
  return isMap(inner) ? { ...values, [key!]: withValue(inner, rest, value) } : values
}

function addIssue(issue: z.core.$ZodIssue, pathOf: (keys: readonly PropertyKey[]) => string, problems: Problems): void {
  if (issue.code !== 'unrecognized_keys') {
    addProblem(problems, pathOf(issue.path), issue.message)
    return
  }
  const texts = issue.message.split('\n')
  issue.keys.forEach((key, index) => addProblem(problems, pathOf([...issue.path, key]), texts[index]!))
}
