import { describe, expect, test } from 'vitest'
import type { CursorJson } from '../../../src/sync/windows/cursor.js'
import { at, openCursor } from '../../support/opened-window.js'

const id = '001A000000000011AA'

describe('a window', () => {
  test("is everything below the org's time where nothing was read yet", () => {
    expect(openCursor({}, { end: at('10:00:00') }).window).toEqual({ mode: 'full', until: at('10:00:00') })
  })

  test("begins a lookback before the watermark and ends with the org's time", () => {
    const { window } = openCursor({ watermark: at('09:00:00') }, { end: at('10:00:00') })
    expect(window).toEqual({ mode: 'incremental', from: at('08:50:00'), until: at('10:00:00') })
  })

  test("has no end yet where no answer has told the org's time", () => {
    expect(openCursor({ watermark: at('09:00:00') }).window).toEqual({ mode: 'incremental', from: at('08:50:00') })
    expect(openCursor({}).window).toEqual({ mode: 'full' })
  })

  test('that a run opened and read nothing of ends now', () => {
    const left = { mode: 'incremental' as const, from: at('08:00:00'), until: at('09:00:00') }
    expect(openCursor({ open: { ...left } }, { end: at('10:00:00') }).window.until).toBe(at('10:00:00'))
    const begun = { ...left, after: { id, stamp: at('08:30:00') } }
    expect(openCursor({ open: begun }, { end: at('10:00:00') }).window.until).toBe(at('09:00:00'))
  })

  test('that was told to begin at a moment is read whole where the object has no stamps', () => {
    const told = { mode: 'incremental' as const, from: at('08:00:00') }
    const { window } = openCursor({ watermark: at('09:00:00'), open: told }, { end: at('10:00:00'), whole: true })
    expect(window).toEqual({ mode: 'full', until: at('10:00:00') })
  })

  test('that a run left open is gone on with', () => {
    const left = { mode: 'full' as const, until: at('09:00:00'), after: { id } }
    expect(openCursor({ open: left }, { end: at('10:00:00') }).window).toEqual(left)
  })

  test.each(['full', 'incremental'] as const)(
    '(%s) that a run left open begins anew by another stamp field',
    (mode) => {
      const left = { mode, from: at('08:00:00'), until: at('09:00:00'), watermarkField: 'SystemModstamp' }
      const options = { end: at('10:00:00'), watermarkField: 'LastModifiedDate' }
      const { after, ...anew } = openCursor({ open: { ...left, after: { id } } }, options).window
      expect([after, anew]).toEqual([undefined, { ...left, watermarkField: 'LastModifiedDate' }])
      expect(
        openCursor({ open: { ...left, after: { id } } }, { ...options, watermarkField: 'SystemModstamp' }).window.after,
      ).toEqual({
        id,
      })
      expect(openCursor({ open: left }, { end: at('10:00:00'), whole: true }).window).not.toHaveProperty(
        'watermarkField',
      )
    },
  )

  test("that a run left open ends no later than the org's clock says now", () => {
    const left = { mode: 'incremental' as const, from: at('08:00:00'), until: at('12:00:00') }
    const { window } = openCursor({ watermark: at('08:10:00'), open: left }, { end: at('10:00:00') })
    expect(window.until).toBe(at('10:00:00'))
  })

  test("begins a lookback before the org's time where the clock went back behind the watermark", () => {
    const { window } = openCursor({ watermark: at('12:00:00') }, { end: at('10:00:00') })
    expect(window).toEqual({ mode: 'incremental', from: at('09:50:00'), until: at('10:00:00') })
  })

  test('is full in every run where the object has no stamps', () => {
    const { window } = openCursor({ watermark: at('09:00:00') }, { end: at('10:00:00'), whole: true })
    expect(window).toEqual({ mode: 'full', until: at('10:00:00') })
  })
})

describe('a wish', () => {
  const written: CursorJson = { watermark: at('09:00:00'), overlap: { [at('08:59:00')]: id.slice(0, 15) } }

  test('for everything gives up an open window and writes the overlap again', () => {
    const left = { mode: 'incremental' as const, from: at('08:00:00'), until: at('09:30:00') }
    const { cursor, window } = openCursor({ ...written, open: left }, { end: at('10:00:00'), full: true })
    expect(window).toEqual({ mode: 'full', until: at('10:00:00') })
    expect(cursor.overlap.size()).toBe(0)
  })

  test('for a moment before the watermark reads from it on', () => {
    const { cursor, window } = openCursor(written, { end: at('10:00:00'), since: at('07:00:00') })
    expect(window).toEqual({ mode: 'incremental', from: at('07:00:00'), until: at('10:00:00') })
    expect(cursor.overlap.size()).toBe(0)
  })

  test('for a moment after the watermark leaves no gap', () => {
    const { cursor, window } = openCursor(written, { end: at('10:00:00'), since: at('09:30:00') })
    expect(window.from).toBe(at('08:50:00'))
    expect(cursor.overlap.size()).toBe(1)
  })

  test('for a moment is where a first load may begin', () => {
    expect(openCursor({}, { end: at('10:00:00'), since: at('09:30:00') }).window.from).toBe(at('09:30:00'))
  })

  test.each([undefined, at('08:00:00')])('for a moment does not break off a full scan (watermark %s)', (watermark) => {
    const left = { mode: 'full' as const, until: at('09:00:00'), after: { id } }
    const json = { open: left, watermark }
    expect(openCursor(json, { end: at('10:00:00'), since: at('09:30:00') }).window).toEqual(left)
  })

  test('for a moment reads an object without stamps anew', () => {
    const json: CursorJson = { watermark: at('08:00:00'), open: { mode: 'full', until: at('09:00:00'), after: { id } } }
    const { window } = openCursor(json, { end: at('10:00:00'), since: at('09:30:00'), whole: true })
    expect(window).toEqual({ mode: 'full', until: at('10:00:00') })
  })

  test.each([undefined, at('08:00:00')])(
    'for a moment reaches as far back as one before it that was not finished (watermark %s)',
    (watermark) => {
      const left = { mode: 'incremental' as const, from: at('07:00:00'), until: at('09:00:00') }
      const json = { open: left, watermark }
      expect(openCursor(json, { end: at('10:00:00'), since: at('09:30:00') }).window.from).toBe(at('07:00:00'))
    },
  )
})
