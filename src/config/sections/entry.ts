import { addProblem, type Findings } from '../problems.js'
import { closestName } from '../values/closest-name.js'
import { isMap, isSet } from '../sources/map.js'
import { renderPath } from '../sources/path.js'
import type { Reading, Section } from './read-section.js'
import { fillVariables } from './read-section.js'

/** A connector or datasource as it stands in the file. */
export interface Entry {
  /** Its key, where the section is a map by id. */
  key?: string
  raw: Record<string, unknown>
  pathOf(keys: readonly PropertyKey[]): string
}

/** A file's content sorted. */
export interface Sections {
  connectors: Entry[]
  datasources: Entry[]
  extract: Section
}

/**
 * A section as its entries: one object, a list, or a map by id. A map by id holds nothing but maps, and none of the
 * keys that mark a single entry. Anything else is a problem.
 */
export function readEntries(name: string, section: unknown, marks: string[], findings: Findings): Entry[] {
  if (!isSet(section)) return []
  if (Array.isArray(section)) return section.flatMap((raw, index) => readEntry(raw, [name, index], findings))
  if (!isMap(section)) return readEntry(section, [name], findings)
  const isOne =
    marks.some((mark) => mark in section) || !Object.values(section).every((value) => isMap(value) || value === null)
  if (isOne) return readEntry(section, [name], findings)
  return Object.entries(section).flatMap(([key, raw]) =>
    readEntry(raw ?? {}, [name, key], findings).map((entry) => ({ ...entry, key })),
  )
}

/** A text at the top of an entry, such as its name; undefined where there is none. */
export function readText({ raw, pathOf }: Entry, field: string, reading: Reading): string | undefined {
  const value = fillVariables(raw[field], [field], pathOf, reading)
  if (isMap(value) || Array.isArray(value)) {
    addProblem(reading.findings, pathOf([field]), 'must be text')
    return undefined
  }
  return isSet(value) ? String(value).trim() : undefined
}

/** The id an entry gives, by its key in a map or its `id`. That the two differ is a problem. */
export function readId(entry: Entry, reading: Reading): string | undefined {
  const id = readText(entry, 'id', reading)
  if (entry.key !== undefined && id !== undefined && id !== entry.key) {
    addProblem(reading.findings, entry.pathOf(['id']), `"${id}" contradicts its key "${entry.key}"`)
  }
  return entry.key ?? id
}

/**
 * An unknown key at the top of an entry may be the Coco server's, so only one that is near a known key is a problem.
 */
export function refuseMisspelt({ raw, pathOf }: Entry, known: string[], findings: Findings): void {
  for (const key of Object.keys(raw)) {
    // The server's own bookkeeping: _id, _system.
    if (known.includes(key) || key.startsWith('_')) continue
    const closest = closestName(key, known)
    if (closest !== undefined) addProblem(findings, pathOf([key]), `unknown key; did you mean "${closest}"?`)
  }
}

function readEntry(raw: unknown, at: PropertyKey[], findings: Findings): Entry[] {
  const pathOf = (keys: readonly PropertyKey[]): string => renderPath([...at, ...keys])
  if (isMap(raw)) return [{ raw, pathOf }]
  addProblem(findings, pathOf([]), 'must be a map of settings')
  return []
}
