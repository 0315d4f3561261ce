import { ExtractError } from '../../errors/extract-error.js'

/** The standard objects synced where the configuration names none, in the order they are read. */
export const standardObjects = ['Account', 'Opportunity', 'Contact', 'Lead', 'Campaign', 'Case'] as const

/** A standard object's name; the six of `standardObjects` in any case. Throws CONFIG_INVALID naming the value. */
export function parseStandardObject(given: unknown): string {
  const name = String(given).trim()
  if (name === '*') {
    throw invalid('"*" would read several hundred standard objects: name those you want ("*" is for custom objects)')
  }
  validateApiName(name)
  if (customSuffix.test(name)) throw invalid(`"${name}" is a custom object: it belongs in custom_objects_to_sync`)
  return standardObjects.find((known) => known.toLowerCase() === name.toLowerCase()) ?? name
}

/**
 * A custom object's name with its suffix (`Invoice` → `Invoice__c`), or `*`. Throws CONFIG_INVALID naming the value.
 */
export function parseCustomObject(given: unknown): string {
  const name = String(given).trim()
  if (name === '*') return name
  validateApiName(name)
  return customSuffix.test(name) ? name.replace(customSuffix, (suffix) => suffix.toLowerCase()) : `${name}__c`
}

/** Names without repeats, whatever their case; the first spelling stays. */
export function dropRepeatedNames(names: string[]): string[] {
  const seen = new Set<string>()
  return names.filter((name) => {
    const folded = name.toLowerCase()
    return seen.has(folded) ? false : seen.add(folded)
  })
}

/**
 * Custom objects and their kin: knowledge articles, metadata types, big, external, event and data lake objects,
 * shares, histories …
 */
const customSuffix = /__(?:c|kav|ka|mdt|b|x|xo|e|dlm|dmo|share|history|feed|tag|changeevent|votestat|viewstat)$/i

function validateApiName(name: string): void {
  if (!/^[a-z][a-z0-9_]*$/i.test(name)) throw invalid(`"${name}" is not an object's API name`)
}

function invalid(message: string): ExtractError {
  return new ExtractError('CONFIG_INVALID', message)
}
