/** Texts that children have only as HTML, as mails may: read apart, since HTML is long and most have both. */
import type { RecordId, Row } from '../../terms.js'
import type { HtmlText } from '../plan/child-selection.js'
import { childRows } from './child-lists.js'
import type { ObjectPlan } from '../plan/object-plan.js'
import { plainText } from '../../extraction/html/rich-text.js'
import type { Run } from '../run/run.js'
import { queryByIds } from './query-by-ids.js'

/** A mail's HtmlBody holds up to 131,072 characters: a few of them make a large page. */
const textsPerQuery = 200

/**
 * Puts the words of what is HTML alone into the child's `HtmlText`. The HTML itself is let go at once: the words are a
 * small part of it. Children that have a plain text cost nothing.
 */
export async function addHtmlTexts(run: Run, rows: Row[], plan: Pick<ObjectPlan, 'object' | 'selection'>) {
  for (const { relationship, htmlText } of plan.selection.children) {
    if (htmlText === undefined) continue
    const lacking = rows
      .flatMap((row) => childRows(row[relationship]))
      .filter((child) => isBlank(child[htmlText.plain]))
    await addTexts(run, new Map(lacking.map((child) => [String(child['Id']), child])), htmlText, plan.object)
  }
}

async function addTexts(
  run: Run,
  children: Map<RecordId, Row>,
  { select, html }: HtmlText,
  sobject: string,
): Promise<void> {
  const ids = [...children.keys()]
  const query = { sobject, scope: 'live', select, field: 'Id', ids, mostIds: textsPerQuery } as const
  for await (const rows of queryByIds(run, query)) {
    for (const row of rows) {
      const text = isBlank(row[html]) ? '' : plainText(String(row[html]))
      const child = children.get(String(row['Id']))
      if (text !== '' && child !== undefined) child['HtmlText'] = text
    }
  }
}

function isBlank(value: unknown): boolean {
  return typeof value !== 'string' || value.trim() === ''
}
