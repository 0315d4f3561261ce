import { redact } from './redact.js'

/**
 * The text with at most `longest` characters, and an ellipsis where there were more. It is redacted first: of a secret
 * that is cut in two, nobody knows the half.
 */
export function shorten(text: string, longest: number): string {
  const clean = redact(text)
  if (clean.length <= longest) return clean
  // A character is one or two units long: the first part is surely enough of them.
  return `${Array.from(clean.slice(0, longest * 2))
    .slice(0, longest)
    .join('')}…`
}
