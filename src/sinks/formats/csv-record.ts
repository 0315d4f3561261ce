/**
 * One record of CSV as RFC 4180 has it: lines end with CR LF, cells are quoted where they need it. A single empty cell
 * is quoted, since an empty line would be no record.
 */
export function renderCsvRecord(cells: string[]): string {
  const line = cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
  return `${cells.length === 1 && line === '' ? '""' : line}\r\n`
}
