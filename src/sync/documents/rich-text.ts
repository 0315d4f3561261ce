import { decodeHTML } from 'entities/decode'

/** Whether a text is HTML as rich text fields, posts and mails hold it: it begins with one of their tags. */
export function looksRich(text: string): boolean {
  return richStart.test(text)
}

/**
 * The readable text of HTML: each block and row of a table on a line of its own, tags gone, entities as the characters
 * they stand for. What no reader sees is left out: styles, scripts, comments, the title of a page, blank lines, and soft
 * hyphens, which keep a word from being found.
 * Takes time in proportion to the text, whatever a stranger's mail holds.
 */
export function plainText(html: string): string {
  const blocks = withoutUnseen(html).replaceAll(/\s+/g, ' ').replaceAll(blockEdge, '\n').replaceAll(cellEnd, ' ')
  const text = decodeHTML(blocks.replaceAll(/<[^<>]*>/g, ''))
    .replaceAll(fixedBlank, ' ')
    .replaceAll('\u00ad', '')
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}

const richTags = 'p|div|span|ul|ol|li|b|i|u|s|strong|em|a|br|img|h[1-6]|table|code|blockquote|font|center'
const richStart = new RegExp(String.raw`^\s*<(?:!doctype html|html|head|body|${richTags})\b[^<>]*>`, 'i')
const blockEdge = /<\/?(?:br|hr|p|div|li|ul|ol|dl|dt|dd|h[1-6]|tr|table|blockquote|pre|body)\b[^<>]*>/gi
const cellEnd = /<\/t[dh]>/gi
/** Blanks that don't break or have a width of their own. */
const fixedBlank = /[\u00a0\u2002-\u200a\u202f]/g

/** As a browser does: what has no end reaches to the end of the text. */
function withoutUnseen(html: string): string {
  let seen = ''
  let at = 0
  for (const start of html.matchAll(/<!--|<(style|script|title)\b/gi)) {
    if (start.index < at) continue
    seen += html.slice(at, start.index)
    const end = start[1] === undefined ? /-->/g : new RegExp(`</${start[1]}\\b[^<>]*>`, 'gi')
    end.lastIndex = start.index
    if (!end.test(html)) return seen
    at = end.lastIndex
  }
  return seen + html.slice(at)
}
