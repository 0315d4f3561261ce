/**
 * A key as databases take it, which keep texts as UTF-8: a zero, and half of a pair of UTF-16, are written as `\u0001`
 * and four digits. What begins with a key begins with its form.
 */
export function renderStoredKey(key: string): string {
  return key.replaceAll(awkward, (unit) => `\u0001${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** The key of a stored one. */
export function parseStoredKey(stored: string): string {
  // oxlint-disable-next-line no-control-regex
  return stored.replaceAll(/\u0001([0-9a-f]{4})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)))
}

/** Lone halves, the zero, and the sign of the form itself. */
// oxlint-disable-next-line no-control-regex
const awkward = /[\0\u0001]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
