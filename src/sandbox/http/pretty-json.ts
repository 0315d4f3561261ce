import { LongNumber, renderJson } from '../long-number.js'

/** JSON over several lines, as the service writes it for `X-PrettyPrint: 1`: arrays open on the line they begin. */
export function renderPretty(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null || value instanceof LongNumber) return renderJson(value)
  if (Array.isArray(value)) {
    return value.length === 0 ? '[ ]' : `[ ${value.map((item) => renderPretty(item, indent)).join(', ')} ]`
  }
  const inner = `${indent}  `
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${inner}${JSON.stringify(key)} : ${renderPretty(member, inner)}`)
  return members.length === 0 ? '{ }' : `{\n${members.join(',\n')}\n${indent}}`
}
