/**
 * SOQL as it stands behind `q=` in a URL, ASCII only: its length is its size in bytes on the wire.
 *
 * Characters that RFC 3986 allows in a query stay as they are, quotes, commas and parentheses among them, because each
 * escape makes the statement longer and the org takes no more than 16,384 bytes of URL and headers. `;` is legal too
 * but escaped: some servers read it as the end of a parameter. A lone surrogate can't be sent and becomes U+FFFD.
 */
export function encodeSoql(soql: string): string {
  return encodeURIComponent(Buffer.from(soql).toString()).replaceAll(needless, (escape) => legal[escape] ?? escape)
}

const legal: Record<string, string> = {
  '%20': '+',
  '%24': '$',
  '%2C': ',',
  '%2F': '/',
  '%3A': ':',
  '%3D': '=',
  '%3F': '?',
  '%40': '@',
}

const needless = /%(?:20|24|2C|2F|3A|3D|3F|40)/g
