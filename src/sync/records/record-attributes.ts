/**
 * Whether a key is the `attributes` that Salesforce puts into each record of an answer: its sObject and its address.
 * A row has no other. A parent's is told by its shape, since a value with parts (complexvalue, Tooling's Metadata) may
 * have a key of that name too, and that is data.
 */
export function isRecordAttributes(key: string, value: unknown, isRow: boolean): boolean {
  return key === 'attributes' && (isRow || namesRecord(value))
}

function namesRecord(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { type, url = '/services/data/', ...more } = value as { type?: unknown; url?: unknown }
  const isName = typeof type === 'string' && /^[A-Z]\w*$/.test(type)
  return isName && typeof url === 'string' && url.startsWith('/services/data/') && Object.keys(more).length === 0
}
