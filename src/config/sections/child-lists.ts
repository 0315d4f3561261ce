/** `objects.<sObject>.children`: child lists by relationship. */
import { z } from 'zod'
import { isMap, isSet } from '../sources/map.js'
import { buildSectionSchema } from '../settings/section-schema.js'
import { childListSettings } from '../settings/object-settings.js'

/** The lists of one object. A relationship named twice, with and without `__r`, is a problem. */
export const childListsSchema = z
  .record(z.string(), buildSectionSchema(childListSettings), { error: 'must be a map by child relationship' })
  .superRefine((lists, context) => {
    const seen = new Set<string>()
    for (const name of Object.keys(lists)) {
      const folded = name.toLowerCase().replace(/__r$/, '')
      if (!/^[a-z]\w*$/i.test(name)) context.addIssue({ code: 'custom', path: [name], message: notAName })
      else if (seen.has(folded)) context.addIssue({ code: 'custom', path: [name], message: 'has an entry already' })
      seen.add(folded)
    }
  })

const notAName = "is not a child relationship's name, such as Contacts or Projects__r"

/**
 * `objects` with every list as a map: one that is there by its name alone (`Contacts:`, `[Contacts, Projects__r]`)
 * takes every default, and would otherwise count as a key that isn't there.
 */
export function spellOutLists(objects: unknown): unknown {
  if (!isMap(objects)) return objects
  const entries = Object.entries(objects).map(([name, settings]) => {
    const lists = isMap(settings) ? settings['children'] : undefined
    return [name, isSet(lists) ? { ...(settings as object), children: spellOut(lists) } : settings]
  })
  return Object.fromEntries(entries)
}

function spellOut(lists: unknown): unknown {
  if (Array.isArray(lists)) return Object.fromEntries(lists.map((name) => [String(name), {}]))
  if (!isMap(lists)) return lists
  return Object.fromEntries(
    Object.entries(lists).map(([name, settings]) => [name, isSet(settings) && settings !== true ? settings : {}]),
  )
}
