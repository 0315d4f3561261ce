import { visibleText } from './visible-text.js'

/** Whether a text is HTML as rich text fields, posts and mails hold it: it begins with one of their tags. */
export function looksRich(text: string): boolean {
  return richStart.test(text)
}

/**
 * The readable text of HTML: each block and row of a table on a line of its own, tags gone, entities as the characters
 * they stand for. What no reader sees is left out: styles, scripts, comments, templates, the title of a page, blank
 * lines, and soft hyphens, which keep a word from being found.
 * Takes time in proportion to the text, whatever a stranger's mail holds.
 */
export function plainText(html: string): string {
  return visibleText(html)
    .replaceAll(fixedBlank, ' ')
    .replaceAll('\u00ad', '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}

const richTags = 'p|div|span|ul|ol|li|b|i|u|s|strong|em|a|br|img|h[1-6]|table|code|blockquote|font|center'
const richStart = new RegExp(String.raw`^\s*<(?:!doctype html|html|head|body|${richTags})\b[^<>]*>`, 'i')
/** Blanks that don't break or have a width of their own. */
const fixedBlank = /[\u00a0\u2002-\u200a\u202f]/g
