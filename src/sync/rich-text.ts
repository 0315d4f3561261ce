/** Whether a text is HTML as Salesforce's rich text fields and rich posts hold it: it begins with one of their tags. */
export function looksRich(text: string): boolean {
  return richStart.test(text)
}

/** The readable text of HTML: blocks on lines of their own, tags gone, entities as the characters they stand for. */
export function plainText(html: string): string {
  const lines = html.replaceAll(blockEnd, '\n').replaceAll(/<[^<>]*>/g, '')
  return lines.replaceAll(entity, (whole, name: string) => characterOf(name) ?? whole).trim()
}

const richStart = /^\s*<(?:p|div|span|ul|ol|li|b|i|u|s|strong|em|a|br|img|h[1-6]|table|code|blockquote)\b[^<>]*>/i
const blockEnd = /<br\s*\/?>|<\/(?:p|div|li|ul|ol|h[1-6]|tr|table|blockquote)>/gi
const entity = /&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,6});/gi

const namedCharacters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

function characterOf(name: string): string | undefined {
  if (!name.startsWith('#')) return namedCharacters[name.toLowerCase()]
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}
