/** A whole state as lines of JSON: a header, a line a key, and a trailer by which a reader knows that it has all. */
import { createHash } from 'node:crypto'
import { ExtractError } from '../../errors/extract-error.js'
import { isCache, parseKey } from '../keys.js'
import { hasShape, isObject } from '../shapes.js'
import type { State, StateChange } from '../state.js'

/**
 * The lines of an archive. Tokens are in no state. Throws STATE_BROKEN for what is damaged in it. `exported` is when, in
 * ISO 8601.
 */
export async function* renderArchive(state: State, exported: string): AsyncGenerator<string> {
  const hash = createHash('sha256')
  const line = (content: object) => {
    const text = `${JSON.stringify(content)}\n`
    hash.update(text)
    return text
  }
  yield line({ state: 'sf-extract', version, exported })
  let keys = 0
  for (const key of (await state.keys('')).toSorted()) {
    const value = await state.read(key)
    if (value === undefined) continue
    keys += 1
    yield line({ key, value })
  }
  yield `${JSON.stringify({ keys, sha256: hash.digest('hex') })}\n`
}

/**
 * The changes that bring a state back, in an order in which a crash loses nothing: how far objects have been read comes
 * last. Throws EXPORT_BROKEN for a text that isn't a whole archive.
 */
export function parseArchive(text: string): StateChange[] {
  const end = text.trimEnd().lastIndexOf('\n') + 1
  const trailer = parseLine(text.slice(end), 'its last line')
  const body = text.slice(0, end)
  const lines = body.split('\n').slice(0, -1)
  const header = parseLine(lines[0] ?? '', 'its first line')
  if (header['state'] !== 'sf-extract') throw broken('it is no export of sf-extract')
  if (header['version'] !== version) throw newer(header['version'])
  const { keys, sha256 } = trailer
  if (typeof keys !== 'number' || typeof sha256 !== 'string') throw broken('its end is missing')
  if (createHash('sha256').update(body).digest('hex') !== sha256) throw broken('its checksum is wrong')
  const changes = lines.slice(1).map((line, index) => parseChange(line, index + 2))
  if (changes.length !== keys) throw broken(`it has ${changes.length} keys and should have ${keys}`)
  return inOrder(changes)
}

/** The removals that empty a state, how far objects have been read first. */
export function removals(keys: string[]): StateChange[] {
  return inOrder(keys.map((key) => ({ key, value: undefined }))).toReversed()
}

/** The datasources that keys are of. */
export function datasourcesOf(keys: string[]): Set<string> {
  const parsed = keys.filter((key) => !isCache(key)).map(parseKey)
  return new Set(parsed.flatMap(({ pendingOf, parts: [datasource] }) => pendingOf ?? datasource ?? []))
}

const version = 1

/** Without a watermark everything is read again, whatever else is there. */
const last = ['children', 'object', 'settling', 'run']

function inOrder(changes: StateChange[]): StateChange[] {
  return changes.toSorted((one, other) => rankOf(one) - rankOf(other))
}

function rankOf({ key }: StateChange): number {
  return last.indexOf(parseKey(key).kind)
}

function parseChange(line: string, number: number): StateChange {
  const { key, value } = parseLine(line, `line ${number}`)
  if (typeof key !== 'string' || value === undefined) throw broken(`line ${number} has no key or no value`)
  if (!hasShape(key, value)) throw broken(`the value of "${key}" has another shape`)
  return { key, value }
}

function parseLine(line: string, what: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(line)
    if (isObject(content)) return content
  } catch {
    // As below.
  }
  throw broken(`${what} is not an object of JSON`)
}

function broken(reason: string): ExtractError {
  return new ExtractError('EXPORT_BROKEN', `The export can't be used: ${reason}.`, {
    hint: 'Export the state again with `sf-extract state export FILE`: a file that was cut or changed is of no use.',
  })
}

function newer(found: unknown): ExtractError {
  return new ExtractError('EXPORT_BROKEN', `The export has form ${String(found)}; this sf-extract knows ${version}.`, {
    hint: 'Another sf-extract has written it. Import it with that one.',
  })
}
