import { describe, expect, test } from 'vitest'
import { parseCursor, renderCursor } from '../../../src/sync/windows/cursor.js'
import { advance, isBehind, noteWritten, closeWindow } from '../../../src/sync/windows/watermark.js'
import { at, lookbackMs, openCursor } from '../../support/opened-window.js'

const id = '001A000000000011AA'

describe('a cursor', () => {
  test('goes on after the stamp and Id of the last row of a page', () => {
    const { window } = openCursor({ watermark: at('09:00:00') }, { end: at('10:00:00') })
    const scan = { window, watermarkField: 'LastModifiedDate' }
    advance(scan, [{ Id: '1' }, { Id: id, LastModifiedDate: '2026-01-05T09:10:00.000+0000' }])
    expect(window.after).toEqual({ stamp: at('09:10:00'), id })
    advance(scan, [])
    expect(window.after).toEqual({ stamp: at('09:10:00'), id })
  })

  test('goes on after the Id alone where there is no stamp', () => {
    const { window } = openCursor({}, { end: at('10:00:00') })
    advance({ window }, [{ Id: id }])
    expect(window.after).toEqual({ id })
  })

  test('remembers as written what the next window reads again, and nothing older', () => {
    const { cursor } = openCursor({ watermark: at('08:00:00') }, { end: at('10:00:00') })
    noteWritten(cursor, [[id, at('09:50:00')]], lookbackMs)
    noteWritten(cursor, [['001A000000000022AA', at('09:49:59')]], lookbackMs)
    expect(cursor.overlap.size()).toBe(1)
    closeWindow(cursor, lookbackMs)
    noteWritten(cursor, [['001A000000000033AA', at('10:00:01')]], lookbackMs)
    expect(cursor.overlap.size()).toBe(2)
  })

  test('has the end of its window as watermark once the window is read, and forgets what no window reads again', () => {
    const { cursor } = openCursor(
      { watermark: at('09:00:00'), overlap: { [at('08:55:00')]: id.slice(0, 15) } },
      { end: at('10:00:00') },
    )
    closeWindow(cursor, lookbackMs)
    expect(renderCursor(cursor)).toEqual({ watermark: at('10:00:00'), overlap: {} })
  })

  test('keeps its watermark where its window never learned its end', () => {
    const { cursor } = openCursor({ watermark: at('09:00:00') })
    closeWindow(cursor, lookbackMs)
    expect(renderCursor(cursor)).toEqual({ watermark: at('09:00:00'), overlap: {} })
  })

  test('is behind where the window it read ended before the run began', () => {
    const cursor = parseCursor({ watermark: at('09:00:00') })
    expect(isBehind(cursor, at('10:00:00'))).toBe(true)
    expect(isBehind(cursor, at('09:00:00'))).toBe(false)
    expect(isBehind(cursor, undefined)).toBe(false)
    expect(isBehind(parseCursor(), at('10:00:00'))).toBe(false)
  })
})
