import { createHash } from 'node:crypto'

/**
 * A file name for a key that can be read back: `object:crm:Account` is `object.crm.+account`.
 * Upper case is spelled out because macOS and Windows take `A` and `a` for one file, and Ids differ by case alone.
 * A name too long for a file system is a hash; such a file has to be opened to learn its key.
 */
export function renderFileName(key: string): string {
  const name = key.replaceAll(/[^a-z0-9_-]/g, escapeUnit)
  if (name.length <= 200) return name
  return `${hashMark}${createHash('sha256').update(name).digest('hex')}`
}

/** The key of a file name, or undefined where the name is a hash or none of ours. */
export function parseFileName(name: string): string | undefined {
  if (!/^(?:[a-z0-9_.-]|\+[a-z]|%[0-9a-f]{4})*$/.test(name)) return undefined
  return name.replaceAll(/\.|\+.|%..../g, (escape) => {
    if (escape === '.') return ':'
    if (escape.startsWith('+')) return escape.slice(1).toUpperCase()
    return String.fromCharCode(Number.parseInt(escape.slice(1), 16))
  })
}

const hashMark = '%-'

function escapeUnit(unit: string): string {
  if (unit === ':') return '.'
  if (/[A-Z]/.test(unit)) return `+${unit.toLowerCase()}`
  return `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
