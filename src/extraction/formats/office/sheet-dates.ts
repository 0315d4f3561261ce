import { readXml } from './xml-events.js'

/** Which styles of a workbook's cells show a number as a date, or as a time, by their place in the list of styles. */
export async function readDateStyles(pieces: AsyncIterable<Uint8Array>): Promise<Set<number>> {
  const formats = new Map<string, string>()
  const styles = new Set<number>()
  let count = 0
  let inCells = false
  await readXml(pieces, {
    onOpen(name, { numFmtId: id = '', formatCode: code = '' }) {
      if (name === 'numFmt') formats.set(id, code)
      if (name === 'cellXfs') inCells = true
      if (name !== 'xf' || !inCells) return
      if (isDate(id, formats.get(id))) styles.add(count)
      count++
    },
    onClose: (name) => {
      if (name === 'cellXfs') inCells = false
    },
  })
  return styles
}

/** A day number of a workbook as people write dates: `2026-01-05`, `2026-01-05 09:30`, `09:30`. */
export function renderDate(value: string): string {
  const days = Number(value)
  const moment = new Date(Math.round((days - daysTo1970) * 86_400) * 1000)
  if (value === '' || Number.isNaN(moment.getTime()) || days < 0) return value
  const [date, time] = [moment.toISOString().slice(0, 10), moment.toISOString().slice(11, 16)]
  if (days < 1) return time
  return Number.isInteger(days) ? date : `${date} ${time}`
}

/** Day 1 of a workbook is the first of January 1900, and it has a 29th of February in that year. */
const daysTo1970 = 25_569

/** The numbers of formats that every workbook has without listing them (ECMA-376, 18.8.30). */
function isDate(id: string, code: string | undefined): boolean {
  const number = Number(id)
  if (code === undefined) return (number >= 14 && number <= 22) || (number >= 45 && number <= 47)
  return /[dmyhs]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, ''))
}
