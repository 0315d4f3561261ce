import type { Document } from '../../src/terms.js'

/** What a `_bulk` request asks for, an action each. */
export interface BulkAction {
  kind: 'index' | 'delete'
  index: string
  id: string
  /** Of `index` alone. */
  document?: Document
}

/**
 * Reads the body of a `_bulk` request by the grammar that Elasticsearch and OpenSearch document: a line of one action
 * with what it is about, for `index` the document on the next line, for `delete` none; each line ended by a line feed.
 */
export function readBulk(body: string): BulkAction[] {
  const lines = body.split('\n')
  if (lines.pop() !== '') throw new Error('the body has to end with a line feed')
  const actions: BulkAction[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const [[kind, about] = ['', {}], ...others] = Object.entries(parseObject(lines[at]!))
    if (others.length > 0) throw new Error(`line ${at + 1} has more than one action`)
    if (kind !== 'index' && kind !== 'delete') throw new Error(`line ${at + 1} is the action ${kind}`)
    const { _index: index, _id: id, ...unknown } = about as Record<string, unknown>
    if (typeof index !== 'string' || typeof id !== 'string' || Object.keys(unknown).length > 0) {
      throw new Error(`line ${at + 1} is not about one document: ${lines[at]}`)
    }
    if (!/^[^\\/*?"<>| ,#:A-Z_+.-][^\\/*?"<>| ,#:A-Z]*$/.test(index)) throw new Error(`${index} names no index`)
    if (Buffer.byteLength(id) > 512) throw new Error(`the id in line ${at + 1} is too long`)
    if (kind === 'delete') actions.push({ kind, index, id })
    else actions.push({ kind, index, id, document: parseObject(lines[++at] ?? '') as unknown as Document })
  }
  return actions
}

function parseObject(line: string): Record<string, unknown> {
  const value: unknown = JSON.parse(line)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`no JSON object: ${line}`)
  return value as Record<string, unknown>
}
