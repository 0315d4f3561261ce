import type { RE2JS } from 're2js'

/** A compiled regular expression. It takes time in proportion to the text. */
export type Pattern = Pick<RE2JS, 'test' | 'matcher'>

/** Throws re2js's own error for what is no regular expression: a configuration that was read has none. */
export async function loadPattern(pattern: string): Promise<Pattern> {
  const { RE2JS: re2 } = await import('re2js')
  return re2.compile(pattern)
}

/** The text with each match replaced by a text as it is. */
export function replaceAll(pattern: Pattern, text: string, replacement: string): string {
  if (!pattern.test(text)) return text
  const matcher = pattern.matcher(text)
  let replaced = ''
  let from = 0
  while (matcher.find()) {
    const [start, end] = [matcher.start(), matcher.end()]
    if (start === end) continue
    replaced += text.slice(from, start) + replacement
    from = end
  }
  return replaced + text.slice(from)
}
