/** The text with spans of it replaced. They come in their order and don't overlap. */
export function replaceSpans(text: string, spans: [start: number, end: number][], replacement: string): string {
  if (spans.length === 0) return text
  let replaced = ''
  let from = 0
  for (const [start, end] of spans) {
    replaced += text.slice(from, start) + replacement
    from = end
  }
  return replaced + text.slice(from)
}
