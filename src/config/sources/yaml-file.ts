import { LineCounter, parseDocument, visit } from 'yaml'
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
  const { document, placeOf } = parsePasted(maskVariables(text))
  const refuse = (offset: number, message: string): never => {
    throw syntaxError(file, message, placeOf(offset))
  }
  const fault = document.errors[0] ?? document.warnings.find(({ code }) => code === 'TAG_RESOLVE_FAILED')
  if (fault !== undefined) refuse(fault.pos[0], plainWords[fault.code] ?? withoutQuote(fault.message))
  restoreScalars(document, refuse)
  return document.toJS() as unknown
}

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
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true })
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
  return text.replaceAll(/\$\[\[[^\]"'\n]*\]\]|\$\{[^}"'\n]*\}/g, (variable) =>
    variable.replaceAll(/[[\]{}]/g, (bracket) => masks[brackets.indexOf(bracket)]!),
  )
}

const brackets = '[]{}'
const masks = '\uE0A0\uE0A1\uE0A2\uE0A3'

function restoreScalars(document: Document.Parsed, refuse: (offset: number, message: string) => never): void {
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined) refuse(alias.range?.[0] ?? 0, plainWords['BAD_ALIAS']!)
    },
    Scalar: (_, scalar) => {
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
  MULTIPLE_DOCS: 'The file holds more than one document',
}

function withoutQuote(message: string): string {
  return message.split(': ')[0]!
}
