/**
 * Replaces telephone numbers: international ones, and national ones that are written as such, in groups. Digits in a
 * row are a number of anything, a case's begins with zeros, so they stay; so do dates, times and IP addresses.
 */
export function replacePhones(text: string, replacement: string): string {
  if (text.length < 7) return text
  return text.replaceAll(candidate, (found) => (isPhone(found) ? replacement : found))
}

/** It ends somewhere: after 32 characters of digits and what stands between them. */
const candidate = /(?<![\w.,:@/#+-])(?:\+\(?|\()?\d[\d ()./-]{5,30}\d(?![\w@]|[.,:/-]\d)/g

function isPhone(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '').length
  if (digits < 7 || digits > 15 || /[ ()./-]{4}/.test(text)) return false
  if (text.startsWith('+') || /^00\d*\D/.test(text)) return true
  if (date.test(text) || address.test(text)) return false
  if (/^\(?\d{1,5}\)/.test(text)) return true
  const groups = text.split(/[ ./()-]+/)
  if (groups.length > 2) return !groups.every((group, at) => at === 0 || group.length === 3) || digits >= 9
  return groups.length === 2 && /^\d{2,5}[ /-]\d{4,}$/.test(text) && digits >= 7
}

/** With what may follow a date: a time without its colons doesn't. */
const date = /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}|\d{4}-\d{4})(?: \d{1,2})?$/
const address = /^\d{1,3}(?:\.\d{1,3}){3}$/
