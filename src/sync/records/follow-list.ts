import { ExtractError } from '../../errors/extract-error.js'
import type { Org } from '../../org/org.js'
import type { NestedRows, Page } from '../../terms.js'

/** The further pages of a child list. Throws LOCATOR_LOST, and BAD_ANSWER where they lead in a circle. */
export async function* followList(org: Org, list: NestedRows, sobject: string): AsyncGenerator<Page, void, undefined> {
  let next = list.done ? undefined : list.nextRecordsUrl
  const followed = new Set<string>()
  while (next !== undefined) {
    if (followed.has(next)) throw buildBadList(sobject, 'The pages of a child list lead in a circle.')
    followed.add(next)
    const page = await org.queryMore(next, sobject)
    yield page
    next = page.next
  }
}

/** The error for a child list that can't be right. */
export function buildBadList(sobject: string, what: string): ExtractError {
  return new ExtractError('BAD_ANSWER', `${sobject}: ${what}`, {
    hint: "The object's watermark stays where it was, and the next run reads it again.",
    details: { object: sobject },
  })
}
