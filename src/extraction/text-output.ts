/** The text of a file as it is put together: clean, and never longer than it may be. */

export interface TextOutput {
  /** Adds text as it stands in the file. */
  add(text: string): void
  /** Ends the line, where there is one. */
  endLine(): void
  /** Ends a cell of a table: the next one comes after a tab. */
  endCell(): void
  /** Leaves a line free before what comes next. */
  endPart(): void
  /** Nothing more is kept: the rest of the file need not be read. */
  isFull(): boolean
  text(): string
}

/**
 * Control characters are left out, line breaks are `\n`, at most one line in a row is empty, and no line ends with a
 * blank. Lines are kept as they are finished, so that a text is there once.
 */
export function openTextOutput(mostCharacters: number): TextOutput {
  const lines: string[] = []
  let line = ''
  let length = 0
  const isFull = () => length > mostCharacters
  const endLine = () => {
    const kept = line.replace(trailingTabs, '')
    line = ''
    if (kept === '' && (lines.length === 0 || lines.at(-1) === '')) return
    lines.push(kept)
    length += kept.length + 1
  }
  return {
    add(text) {
      if (isFull()) return
      const clean = text.replaceAll(lineBreaks, '\n').replaceAll(unprintable, '')
      let from = 0
      for (let end = clean.indexOf('\n'); end !== -1 && !isFull(); end = clean.indexOf('\n', from)) {
        line += clean.slice(from, end)
        endLine()
        from = end + 1
      }
      line += clean.slice(from, from + mostCharacters + 1)
      if (length + line.length > mostCharacters) endLine()
    },
    endLine: () => line !== '' && endLine(),
    endCell: () => {
      if (line !== '') line = `${line.replace(trailingBlanks, '')}\t`
    },
    endPart() {
      if (line !== '') endLine()
      endLine()
    },
    isFull,
    text() {
      if (line !== '') endLine()
      const text = lines.join('\n')
      return (text.length > mostCharacters ? text.slice(0, wholeEnd(text, mostCharacters)) : text).trimEnd()
    },
  }
}

/** A cut never falls within a character. */
function wholeEnd(text: string, end: number): number {
  const last = text.charCodeAt(end - 1)
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end
}

const trailingTabs = /[\t ]+$/
const trailingBlanks = / +$/
const lineBreaks = /\r\n?|[\u0085\u2028\u2029\f\v]/g
/** Controls but for tab and line feed, soft hyphens, marks of byte order and of nothing. */
const unprintable = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\ufeff\ufffc\ufffe\uffff]/g
