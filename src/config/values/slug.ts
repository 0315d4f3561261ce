/**
 * A name as an id: `My Salesforce Data` → `my-salesforce-data`. Letters of any script stay; empty where there are
 * none.
 */
export function buildSlug(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(latinAccents, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
    .normalize('NFC')
}

const latinAccents = /[\u0300-\u036F]/g
