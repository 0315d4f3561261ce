import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  isRestOfSecond,
  sliceQuery,
  spanQuery,
  spansOf,
  windowQuery,
  type Scan,
} from '../../../src/sync/windows/window-query.js'
import { equals } from '../../../src/soql/conditions.js'
import { soql } from '../../../src/soql/soql.js'
import type { Window } from '../../../src/sync/windows/cursor.js'
import type { Row } from '../../../src/terms.js'
import { selectRows } from '../../support/select-rows.js'

const watermarkField = 'SystemModstamp'
const stamp = fc
  .integer({ min: 0, max: 12 })
  .map((second) => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString())
const id = fc.integer({ min: 0, max: 20 }).map((number) => `001${String(number).padStart(12, '0')}AAA`)
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })

const rows = fc
  .uniqueArray(fc.record({ Id: id, SystemModstamp: stamp, Kind: fc.constantFrom('a', 'b') }), {
    selector: (row) => row.Id,
  })
  .map((list): Row[] => list)

const window = fc
  .record({
    mode: fc.constantFrom('full' as const, 'incremental' as const),
    from: optional(stamp),
    until: optional(stamp),
    after: optional(fc.record({ stamp, id })),
  })
  .map(({ mode, from, until, after }): Window => ({
    mode,
    ...(mode === 'full' || from === undefined ? {} : { from }),
    until,
    after,
  }))

const scan = fc
  .record({
    window,
    part: optional(fc.record({ from: stamp, until: stamp })),
    narrowed: fc.boolean(),
    stampless: fc.boolean(),
  })
  .map(({ window: open, part, narrowed, stampless }): Scan => ({
    sobject: 'Account',
    scope: 'live',
    select: soql('Account').id().fields([watermarkField]),
    window: open,
    ...(stampless ? {} : { watermarkField }),
    ...(narrowed ? { condition: equals('Kind', 'a') } : {}),
    ...(part === undefined || open.mode === 'full' ? {} : { part }),
  }))

/** What a scan's window means, said without SOQL. */
function meant({ window: open, part, watermarkField: field, condition }: Scan, row: Row): boolean {
  const { mode, after } = open
  const { from, until } = part ?? open
  const at = String(row[watermarkField])
  if (condition !== undefined && row['Kind'] !== 'a') return false
  if (field === undefined) return after === undefined || String(row['Id']) > after.id
  if (until !== undefined && at >= until) return false
  if (mode === 'full') return after === undefined || String(row['Id']) > after.id
  if (from !== undefined && at < from) return false
  return after === undefined || at > after.stamp! || (at === after.stamp && String(row['Id']) > after.id)
}

/** What the statements for what is left of a window select, one after the other. */
function selectLeft(one: Scan, all: Row[]): Row[] {
  const selected = selectRows(windowQuery(one).soql, all)
  if (!isRestOfSecond(one)) return selected
  const { after } = one.window
  return [...selected, ...selectLeft({ ...one, window: { ...one.window, after: { ...after!, isWhole: true } } }, all)]
}

test('no statement has an OR of its own: custom metadata, for one, takes none over two fields', () => {
  fc.assert(
    fc.property(scan, (one) => {
      expect(windowQuery(one).soql).not.toContain(' OR ')
    }),
  )
})

function inOrder({ window: { mode }, watermarkField: field }: Scan, list: Row[]): Row[] {
  const key = (row: Row) =>
    `${mode === 'full' || field === undefined ? '' : String(row[watermarkField])} ${String(row['Id'])}`
  return list.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
}

test('the statement for a window selects what the window means, in its order', () => {
  fc.assert(
    fc.property(rows, scan, (all, one) => {
      expect(selectLeft(one, all)).toEqual(
        inOrder(
          one,
          all.filter((row) => meant(one, row)),
        ),
      )
    }),
    { numRuns: 2_000 },
  )
})

test('a slice is the beginning of what is left', () => {
  fc.assert(
    fc.property(rows, scan, fc.integer({ min: 1, max: 5 }), (all, one, size) => {
      expect(selectRows(sliceQuery(one, size).soql, all)).toEqual(selectRows(windowQuery(one).soql, all).slice(0, size))
    }),
  )
})

test('the span of a page selects the rows of the page and none before or after it', () => {
  fc.assert(
    fc.property(rows, scan, (all, one) => {
      const page = selectRows(windowQuery(one).soql, all)
      fc.pre(page.length > 0)
      const span = selectRows(spanQuery(one, soql('Account').id().fields(['Kind']), page).soql, all)
      expect(span).toEqual(expect.arrayContaining(page))
      const inside = inOrder(
        one,
        all.filter((row) => one.condition === undefined || row['Kind'] === 'a'),
      )
      const [first, last] = [inside.indexOf(page[0]!), inside.indexOf(page.at(-1)!)]
      expect(span).toEqual(inside.slice(first, last + 1))
    }),
  )
})

test('custom metadata has its spans without OR, and they select the same rows', () => {
  fc.assert(
    fc.property(rows, scan, (all, one) => {
      const page = selectRows(windowQuery(one).soql, all)
      fc.pre(page.length > 0)
      const metadata = { ...one, sobject: 'Rate__mdt' }
      const select = soql('Account').id().fields(['Kind'])
      const spans = spansOf(metadata, page).map((piece) => spanQuery(metadata, select, piece).soql)
      expect(spans.length).toBeLessThanOrEqual(3)
      expect(spans.join('\n')).not.toContain(' OR ')
      expect(spans.flatMap((span) => selectRows(span, all))).toEqual(selectRows(spanQuery(one, select, page).soql, all))
    }),
    { numRuns: 1_000 },
  )
})

test('the parts of a window hold all of it once', () => {
  fc.assert(
    fc.property(rows, scan, stamp, (all, one, middle) => {
      const { from, until } = one.window
      fc.pre(
        one.window.mode === 'incremental' &&
          from !== undefined &&
          until !== undefined &&
          from < middle &&
          middle < until,
      )
      fc.pre(one.watermarkField !== undefined)
      const parts = [
        { from: from!, until: middle },
        { from: middle, until: until! },
      ]
      const { part: _none, ...whole } = one
      const selected = parts.flatMap((part) => selectLeft({ ...whole, part }, all))
      expect(selected).toEqual(selectLeft(whole, all))
    }),
  )
})
