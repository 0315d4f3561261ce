import { parseQuery, type Query, type WhereClause } from '@jetstreamapp/soql-parser-js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunkIn } from '../../src/soql/chunks.js'
import { and, equals, or, type Condition } from '../../src/soql/conditions.js'
import { soql } from '../../src/soql/soql.js'

const nasty = fc.constantFrom("'", '\\', '"', '\n', '\r', '\t', '\b', '\f', '\0', ' OR ', '--', 'é', '😀', '\ud800')
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: nasty }))

describe('SOQL for any input', () => {
  it('carries every text through quotes unchanged, and nothing of it becomes SOQL', () => {
    fc.assert(
      fc.property(anyText, anyText, (first, second) => {
        const statement = soql('Account')
          .id()
          .where(and(equals('Name', first), equals('Type', second)))
          .limit(7)
        const parsed = parseQuery(statement.text())
        expect(parsed).toMatchObject({ sObject: 'Account', fields: [{ field: 'Id' }], limit: 7 })
        expect(comparisons(parsed)).toEqual([
          ['Name', first],
          ['Type', second],
        ])
      }),
    )
  })

  it('can be put into a URL', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(() => encodeURIComponent(soql('A').id().where(equals('N', text)).text())).not.toThrow()
      }),
    )
  })

  it('selects every field once, in the order of its first mention', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,4}(\.[A-Za-z][A-Za-z0-9_]{0,4})?$/)
    fc.assert(
      fc.property(fc.array(name), (names) => {
        const text = soql('X').id().fields(names).text()
        const selected = text.slice('SELECT '.length, -' FROM X'.length).split(', ')
        const firsts = ['Id', ...names].filter(
          (one, index, all) => all.findIndex((other) => other.toLowerCase() === one.toLowerCase()) === index,
        )
        expect(selected).toEqual(firsts)
      }),
    )
  })

  it('nests AND and OR so that no level mixes them', () => {
    const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.nat(99).map((value) => equals('A', value)),
        fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((parts) => and(...parts)),
        fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((parts) => or(...parts)),
      ),
    }))
    fc.assert(
      fc.property(tree, (condition) => {
        const text = soql('X').id().where(condition).text()
        parseQuery(text)
        expect(mixesJoins(text)).toBe(false)
      }),
    )
  })

  it('cuts Ids without losing, repeating or moving one', () => {
    const most = fc.integer({ min: 1, max: 50 })
    const bytes = fc.integer({ min: 5, max: 200 })
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(9999)), most, bytes, (numbers, max, budget) => {
        const ids = numbers.map(String)
        const chunks = chunkIn(ids, (chunk) => chunk.join().length <= budget, max)
        expect(chunks.flat()).toEqual(ids)
        expect(chunks.every((chunk) => chunk.length <= max && chunk.join().length <= budget)).toBe(true)
      }),
    )
  })
})

function comparisons(query: Query): [string, string][] {
  const found: [string, string][] = []
  let clause: WhereClause | undefined = query.where
  while (clause) {
    const left = clause.left
    if (left && 'value' in left && 'field' in left) found.push([left.field, unquote(String(left.value))])
    clause = 'right' in clause ? clause.right : undefined
  }
  return found
}

/** A text as SOQL reads it, written from its documented escape sequences. */
function unquote(literal: string): string {
  const named: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
  return literal
    .slice(1, -1)
    .replaceAll(/\\(?:u([0-9a-f]{4})|(.))/gs, (_, code: string | undefined, char: string) =>
      code === undefined ? (named[char] ?? char) : String.fromCharCode(Number.parseInt(code, 16)),
    )
}

function mixesJoins(text: string): boolean {
  const levels: Set<string>[] = [new Set()]
  for (const [token] of text.matchAll(/\(|\)|\bAND\b|\bOR\b/g)) {
    if (token === '(') levels.push(new Set())
    else if (token === ')') levels.pop()
    else if (levels.at(-1)!.add(token).size > 1) return true
  }
  return false
}
