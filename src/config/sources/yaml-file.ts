import { isScalar, LineCounter, parseDocument, visit } from 'yaml'
import type { Document, Scalar } from 'yaml'
import { indentPastedJson } from './pasted-json.js'
import { syntaxError } from './syntax-error.js'

/**
 * YAML or JSON → its value; null where the file says nothing. Throws CONFIG_SYNTAX with line and column.
 *
 * Three things differ from plain YAML. JSON may be pasted into a list or behind a key as it is indented. Variables may
 * stand unquoted inside `{ }` and `[ ]`, as in Coco files, although YAML reads their brackets as its own. And a number
 * that wouldn't come back as it was written (`62.0`, a consumer secret of nineteen digits) stays text.
 */
export function parseYamlFile(file: string, text: string): unknown {
  try {
    return parseWhole(file, text)
  } catch (error) {
    // The parser calls itself for each level, and runs out of stack.
    throw error instanceof RangeError ? syntaxError(file, tooDeep) : error
  }
}

function parseWhole(file: string, text: string): unknown {
  const masked = maskVariables(text)
  if (isDeep(masked)) throw syntaxError(file, tooDeep)
  const { document, placeOf } = parsePasted(masked)
  const refuse = (offset: number, message: string): never => {
    throw syntaxError(file, message, placeOf(offset))
  }
  const fault = document.errors[0] ?? document.warnings.find(({ code }) => code === 'TAG_RESOLVE_FAILED')
  if (fault !== undefined) refuse(fault.pos[0], plainWords[fault.code] ?? withoutQuote(fault.message))
  restoreScalars(document, refuse)
  return document.toJS() as unknown
}

const tooDeep = 'Lists and maps are nested too deep'

/** Brackets are counted beforehand: the parser needs much memory for each that stays open. */
function isDeep(text: string): boolean {
  const bare = text.replaceAll(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|(?:^|\s)#.*$/gm, '')
  let depth = 0
  for (const [bracket] of bare.matchAll(/[[\]{}]/g)) {
    depth = '[{'.includes(bracket) ? depth + 1 : Math.max(0, depth - 1)
    if (depth > deepest) return true
  }
  return false
}

const deepest = 100

interface Parsed {
  document: Document.Parsed
  placeOf(offset: number): { line: number; column: number }
}

/** Text that is YAML only with the JSON in it moved to the right is taken so; else its faults are those of its own. */
function parsePasted(text: string): Parsed {
  const plain = parse(text, [])
  if (!plain.document.errors.some(({ code }) => code === 'BAD_INDENT')) return plain
  const indented = indentPastedJson(text)
  const moved = parse(indented.text, indented.columns)
  return moved.document.errors.length === 0 ? moved : plain
}

function parse(text: string, columns: number[]): Parsed {
  const lines = new LineCounter()
  // The parser compares each key with each other one; restoreScalars finds two of a name at once.
  // What it would print as a warning of Node's is told by the checks of what was read.
  const quiet = { prettyErrors: false, logLevel: 'error' } as const
  const document = parseDocument(text, { lineCounter: lines, ...quiet, merge: true, uniqueKeys: false })
  return {
    document,
    placeOf: (offset) => {
      const { line, col } = lines.linePos(offset)
      return { line, column: Math.max(1, col - (columns[line - 1] ?? 0)) }
    },
  }
}

/** The brackets of variables as characters of the private use area: same length, so that positions stay true. */
function maskVariables(text: string): string {
  return text.replaceAll(/\$\[\[[^\]"'\n]{0,300}\]\]|\$\{[^}"'\n]{0,300}\}/g, (variable) =>
    variable.replaceAll(/[[\]{}]/g, (bracket) => masks[brackets.indexOf(bracket)]!),
  )
}

const brackets = '[]{}'
const masks = '\uE0A0\uE0A1\uE0A2\uE0A3'

function restoreScalars(document: Document.Parsed, refuse: (offset: number, message: string) => never): void {
  const anchors = new Set<string>()
  visit(document, {
    Alias: (_, alias) => {
      if (!anchors.has(alias.source)) refuse(alias.range?.[0] ?? 0, plainWords['BAD_ALIAS']!)
    },
    Seq: (_, { anchor }) => void (anchor && anchors.add(anchor)),
    Map: (_, map) => {
      if (map.anchor) anchors.add(map.anchor)
      const keys = new Set<unknown>()
      for (const { key } of map.items) {
        if (!isScalar(key) || (key.value === '<<' && key.type === 'PLAIN')) continue
        if (keys.has(key.value)) refuse(key.range?.[0] ?? 0, 'Map keys must be unique')
        keys.add(key.value)
      }
    },
    Scalar: (_, scalar) => {
      if (scalar.anchor) anchors.add(scalar.anchor)
      scalar.value = restoreValue(scalar)
    },
  })
}

function restoreValue({ value, source }: Scalar): unknown {
  const isAltered = typeof value === 'number' && source !== undefined && String(value) !== source
  const text = isAltered ? source : value
  if (typeof text !== 'string') return text
  return text.replaceAll(/[\uE0A0-\uE0A3]/g, (mask) => brackets[masks.indexOf(mask)]!)
}

/** Where the parser's own words would quote the value, which may be a secret, or speak of its interface. */
const plainWords: Record<string, string> = {
  BAD_ALIAS: 'A value that starts with * must be quoted',
  TAG_RESOLVE_FAILED: 'A value that starts with ! must be quoted',
  RESOURCE_EXHAUSTION: tooDeep,
  MULTIPLE_DOCS: 'The file holds more than one document',
}

function withoutQuote(message: string): string {
  return message.split(': ')[0]!
}
