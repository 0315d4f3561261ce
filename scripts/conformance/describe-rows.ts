import { whyDifferent } from './describe-reasons.js'

/** What a describe lists: an object, a field, a child relationship. */
export type Row = Record<string, unknown> & { name?: string; relationshipName?: string | null; childSObject?: string }

export interface Difference {
  key: string
  /** What the row describes: `Account`, `Account.Name`, `Account Contact.AccountId`. */
  where: string
  /** The two values. */
  text: string
  /** Undefined where none is known. */
  reason: string | undefined
}

/** Key by key: what a real row says that the embedded org's says otherwise. `known`: the sObjects that one has. */
export function compareRows(pairs: [string, Row, Row][], known: Set<string>): Difference[] {
  return pairs.flatMap(([where, real, own]) =>
    Object.keys(real).flatMap((key): Difference[] => {
      const [theirs, ours] = [valueOf(key, real[key], known), valueOf(key, own[key], known)]
      if (theirs === ours) return []
      const text = `${brief(theirs)}, here ${brief(ours)}`
      return [{ key, where, text, reason: whyDifferent(where, key, own) }]
    }),
  )
}

/** What of a value can be the same in two orgs. */
function valueOf(key: string, value: unknown, known: Set<string>): string | undefined {
  if (key === 'urls' && value !== null)
    return Object.keys(value as object)
      .toSorted()
      .join(' ')
  if (key === 'referenceTo') {
    const names = (value as string[]).filter((name) => known.has(name) && !/__[a-z]+$/.test(name))
    return names.toSorted().join(' ')
  }
  if (key === 'picklistValues') {
    const choices = value as { value: string; label: string; defaultValue: boolean }[]
    return choices.map((one) => `${one.value}=${one.label ?? one.value}${one.defaultValue ? '*' : ''}`).join()
  }
  return JSON.stringify(value)
}

function brief(text: string | undefined): string {
  return text === undefined ? 'none' : text.length > 200 ? `${text.slice(0, 200)}…` : text
}
