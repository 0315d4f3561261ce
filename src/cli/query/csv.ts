/**
 * One line of CSV as RFC 4180 has it: commas, CRLF, and quotes around what holds a comma, a quote, a line break, or
 * blanks at an end. A line of one empty cell has quotes too: readers take an empty line for none.
 */
export function renderCsvLine(cells: string[]): string {
  const [only] = cells
  if (cells.length === 1 && only === '') return '""\r\n'
  return `${cells.map(renderCell).join(',')}\r\n`
}

function renderCell(text: string): string {
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const needsQuotes = /[",\r\n]|^\s|\s$/
