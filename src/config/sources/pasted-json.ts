/** A text whose lines were moved to the right, and by how many columns each. */
export interface Indented {
  text: string
  /** By line, from 0. */
  columns: number[]
}

/**
 * JSON pasted behind `- ` or `key: ` keeps the indentation it was copied with, and YAML wants every line of it farther
 * right than the line it begins in. Moves those lines there; the others stay.
 */
export function indentPastedJson(text: string): Indented {
  const columns: number[] = []
  let open: { depth: number; indent: number } = { depth: 0, indent: 0 }
  const lines = text.split('\n').map((line) => {
    if (open.depth === 0) {
      const [, before = '', value] = flowStart.exec(line) ?? []
      if (value !== undefined) open = { depth: depthChange(value), indent: before.length }
      columns.push(0)
      return line
    }
    open.depth = Math.max(0, open.depth + depthChange(line))
    columns.push(open.indent)
    return ' '.repeat(open.indent) + line
  })
  return { text: lines.join('\n'), columns }
}

/** What stands before a list or map in brackets that is an entry's or a key's value, and the line from there on. */
const flowStart = /^(\s*(?:- +|[\w."'-]+ *: +)*(?:- +|[\w."'-]+ *: +))([[{].*)$/

/** How many brackets more a line opens than it closes, outside texts and comments. */
function depthChange(line: string): number {
  const bare = line.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?:^|\s)#.*$/g, '')
  return [...bare].reduce((depth, sign) => depth + ('[{'.includes(sign) ? 1 : ']}'.includes(sign) ? -1 : 0), 0)
}
