/** Large values, kept in pieces: a write costs what changed of them. */
import { createHash } from 'node:crypto'
import type { Clock } from '../../clock.js'
import { isExtractError } from '../../errors/extract-error.js'
import { isPieceKey, mayBeInPieces, pieceKey } from '../keys.js'
import { isObject, isTexts } from '../shapes.js'
import { valueBroken } from '../state-broken.js'
import type { State, StateChange } from '../state.js'

/**
 * A state that keeps the large values of a store in pieces, each under a key of its own that says what it holds. Under
 * the value's key stands the list of them. Of a value that is written again only the pieces that are new are. They come
 * before the list, and those it no longer has go after it: what holds after a crash is the value before or after. A
 * store that takes one change after the other may then keep pieces that no list has: given a clock they are looked for.
 */
export function openPieces(store: State, clock?: Clock): State {
  const cutting = { store, seen: new Map<string, boolean>(), clock }
  const { seen } = cutting
  return {
    read: (key) => (mayBeInPieces(key) ? readWhole(store, key, seen) : store.read(key)),
    write: async (changes) => store.write(await cutChanges(changes, cutting)),
    inPieces: (changes) => cutChanges(changes, cutting),
    keys: async (prefix) => (await store.keys(prefix)).filter((key) => !isPieceKey(key)),
    close: () => store.close(),
  }
}

/** Changes that came out of `inPieces`, whole again; without those of which a piece is nowhere. */
export async function joinChanges(state: State, changes: StateChange[]): Promise<StateChange[]> {
  const given = new Map(changes.map(({ key, value }) => [key, value]))
  const read = (key: string) => given.get(key) ?? state.read(key)
  const joined: StateChange[] = []
  for (const { key, value } of changes) {
    if (isPieceKey(key)) continue
    if (!isList(value)) joined.push({ key, value })
    else {
      const whole = await join(value, (name) => read(pieceKey(key, name)))
      if (whole !== undefined) joined.push({ key, value: whole })
    }
  }
  return joined
}

/** Below it a value stays whole: some thousand entries of an overlap. In characters of JSON. */
export const largeLength = 64 * 1024

/** By key, whether its value was in pieces when it was last seen. It only spares reads. */
type Seen = Map<string, boolean>

/** What stands for a value that is in pieces. */
interface PieceList {
  /** The hashes of them, in order. */
  pieces: string[]
  /** When pieces that a crash has left were looked for last: it takes a look at all keys of a folder. */
  sweptMs?: number
}

interface Cutting {
  store: State
  seen: Seen
  clock: Clock | undefined
}

async function readWhole(store: State, key: string, seen: Seen): Promise<unknown> {
  for (let last: PieceList | undefined; ;) {
    const value = await store.read(key)
    seen.set(key, isList(value))
    if (!isList(value)) return value
    const whole = await join(value, (name) => store.read(pieceKey(key, name)))
    if (whole !== undefined) return whole
    // Where it has been written anew meanwhile, its pieces are others.
    if (last !== undefined && sameList(last, value)) throw valueBroken(key, 'a piece of it is missing')
    last = value
  }
}

/** Undefined where a piece is missing. */
async function join({ pieces }: PieceList, read: (name: string) => unknown): Promise<unknown> {
  const texts = await Promise.all(pieces.map(read))
  return texts.every((text) => typeof text === 'string') ? (JSON.parse(texts.join('')) as unknown) : undefined
}

async function cutChanges(changes: StateChange[], cutting: Cutting): Promise<StateChange[]> {
  const cut: StateChange[] = []
  const leftOver: StateChange[] = []
  for (const change of changes) {
    if (!mayBeInPieces(change.key)) {
      cut.push(change)
      continue
    }
    const { news, list, left } = await cutChange(change, cutting)
    cut.push(...news, list)
    leftOver.push(...left)
  }
  return [...cut, ...leftOver]
}

/** What is written of a change: pieces that are new, then what stands under its key, then those that go. */
async function cutChange(
  { key, value: whole }: StateChange,
  { store, seen, clock }: Cutting,
): Promise<{ news: StateChange[]; list: StateChange; left: StateChange[] }> {
  const { value, texts } = cutValue(whole)
  const mayHaveBeen = isList(value) || (seen.get(key) ?? true)
  const before = mayHaveBeen ? await loadList(store, key) : none
  seen.set(key, isList(value))
  const sweeps = isSweepDue(value, before, clock)
  const known = sweeps ? await listPieces(store, key) : before.pieces
  const news = [...texts].filter(([name]) => !before.pieces.includes(name))
  const gone = known.filter((name) => !(isList(value) && value.pieces.includes(name)))
  const sweptMs = sweeps ? clock?.now() : before.sweptMs
  return {
    news: news.map(([name, text]) => ({ key: pieceKey(key, name), value: text })),
    list: { key, value: isList(value) && sweptMs !== undefined ? { sweptMs, ...value } : value },
    left: gone.map((name) => ({ key: pieceKey(key, name), value: undefined })),
  }
}

/** Once a day for each value, when it is written; also where its list can't be read, and when it leaves its pieces. */
function isSweepDue(value: unknown, before: KnownList, clock: Clock | undefined): boolean {
  if (before.isDamaged) return true
  if (!isList(value)) return before.pieces.length > 0 || (clock !== undefined && value === undefined)
  return clock !== undefined && clock.now() - (before.sweptMs ?? 0) > sweepEveryMs
}

const sweepEveryMs = 24 * 60 * 60 * 1000

type KnownList = PieceList & { isDamaged?: boolean }

const none: KnownList = { pieces: [] }

/** The list that the store has of a value's pieces. */
async function loadList(store: State, key: string): Promise<KnownList> {
  try {
    const value = await store.read(key)
    return isList(value) ? value : none
  } catch (error) {
    if (isExtractError(error, 'STATE_BROKEN')) return { pieces: [], isDamaged: true }
    throw error
  }
}

/** The pieces that are there of a value, whether or not a list has them. */
async function listPieces(store: State, key: string): Promise<string[]> {
  const start = pieceKey(key, '')
  return (await store.keys(start)).map((each) => each.slice(start.length))
}

/** A value as it is kept: a large one as the list of its pieces. One that is a list already stays one. */
function cutValue(value: unknown): { value: unknown; texts: Map<string, string> } {
  const json = value === undefined || isList(value) ? '' : JSON.stringify(value)
  if (json.length < largeLength) return { value, texts: new Map() }
  const texts = [...cutText(json)]
  const pieces = texts.map(hashOf)
  return { value: { pieces }, texts: new Map(pieces.map((name, at) => [name, texts[at]!])) }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}

/**
 * Cuts where the last characters say so, whatever their place: after an insertion the cuts that follow it are the same
 * as before. (Content-defined chunking, by a gear hash, as backup programs do.)
 */
function* cutText(text: string): Generator<string> {
  let start = 0
  let hash = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    hash = ((hash << 1) + gears[code & 255]!) | 0
    const length = at + 1 - start
    const isCut = length >= mostLength || (length >= leastLength && hash >>> (32 - averageBits) === 0)
    // A character of two units stays in one piece.
    if (!isCut || (code & 0xfc00) === 0xd800) continue
    yield text.slice(start, at + 1)
    start = at + 1
  }
  if (start < text.length) yield text.slice(start)
}

const averageBits = 14
const leastLength = 4 * 1024
const mostLength = largeLength
const gears = Array.from({ length: 256 }, (_, at) => createHash('sha256').update(`${at}`).digest().readInt32LE())

function isList(value: unknown): value is PieceList {
  return isObject(value) && 'pieces' in value && isTexts(value['pieces'])
}

function sameList({ pieces: one }: PieceList, { pieces: other }: PieceList): boolean {
  return one.length === other.length && one.every((name, at) => name === other[at])
}
