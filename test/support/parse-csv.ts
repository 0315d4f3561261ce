/** CSV by RFC 4180, character by character: the other side of what is tested. */
export function parseCsv(text: string): string[][] {
  const lines: string[][] = []
  let at = 0
  while (at < text.length) {
    const cells: string[] = []
    for (;;) {
      const [cell, end] = text[at] === '"' ? quotedCell(text, at + 1) : plainCell(text, at)
      cells.push(cell)
      at = end
      if (text[at] !== ',') break
      at += 1
    }
    if (text.slice(at, at + 2) !== '\r\n') throw new Error(`no line end at ${at}`)
    at += 2
    lines.push(cells)
  }
  return lines
}

function quotedCell(text: string, from: number): [cell: string, end: number] {
  let cell = ''
  for (let at = from; at < text.length; at++) {
    if (text[at] !== '"') cell += text[at]
    else if (text[at + 1] === '"') cell += text[at++]
    else return [cell, at + 1]
  }
  throw new Error('a quote is open at the end')
}

function plainCell(text: string, from: number): [cell: string, end: number] {
  let end = from
  while (end < text.length && !',"\r\n'.includes(text[end]!)) end += 1
  return [text.slice(from, end), end]
}
