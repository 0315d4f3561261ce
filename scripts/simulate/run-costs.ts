/** What a run costs, by the same code that `sf-extract plan` counts with. */
import { extractSettings } from '../../src/config/settings/settings.js'
import { openComposite } from '../../src/org/composite/composite.js'
import { isPolled } from '../../src/sync/children/child-sources.js'
import { noFurther } from '../../src/sync/plan/preview/further-counts.js'
import { countCalls } from '../../src/sync/plan/preview/object-calls.js'
import { sumCalls, type CallCounts } from '../../src/sync/plan/preview/run-calls.js'
import { childObjectsOf } from '../../src/sync/plan/standard-objects.js'
import type { ObjectContext } from '../../src/sync/run/object-context.js'

/** A datasource's runs, as far as their cost goes. */
export interface RunCosts {
  objects: string[]
  /** The calls of a run that finds so many changed rows of each object, and how many follow upon each other. */
  countRun(changed: number[]): { calls: number; rounds: number }
}

/** The six standard objects come first, then custom ones, which have no children but files. */
export function openRunCosts(count: number): RunCosts {
  const objects = Array.from({ length: count }, (_, at) => standard[at] ?? `Custom_${at + 1}__c`)
  const children = [...new Set(objects.flatMap(childObjectsOf))]
  const described = 1 + new Set([...objects, ...children]).size
  const contexts = objects.map(contextOf)
  // A poll that finds nothing is told by its first look.
  const polls = children.filter(isPolled).map((): CallCounts => ({ peeks: 1, shared: 0, own: 0 }))
  return {
    objects,
    countRun(changed) {
      const counts = [...polls, ...contexts.map((context, at) => countCalls(context, expectedOf(changed[at] ?? 0)))]
      const calls = sumCalls(counts, described, org)
      const looks = sumCalls(
        counts.map(({ peeks }) => ({ peeks, shared: 0, own: 0 })),
        described,
        org,
      )
      return { calls, rounds: roundsOfLooks + Math.ceil((calls - looks) / callsAtOnce) }
    },
  }
}

const standard = ['Account', 'Contact', 'Opportunity', 'Lead', 'Case', 'Campaign']

/** The first call says whether the org is as it was, the others go out together. */
const roundsOfLooks = 2

const callsAtOnce = extractSettings.concurrency.default
const pageSize = extractSettings.page_size.default

/** Only what is counted with is asked of these: nothing is sent. */
const composite = openComposite({} as Parameters<typeof openComposite>[0])
const org = { batchCalls: (parts: Parameters<typeof composite.count>[0]) => composite.count(parts) }

function contextOf(object: string): ObjectContext {
  const feeds = childObjectsOf(object).includes('CaseFeed') ? {} : undefined
  const plan = { object, selects: [{}], feeds, watermarkField: 'SystemModstamp' }
  return { run: { org, settings: { pageSize } }, plan } as unknown as ObjectContext
}

/** Changes are less than a job is worth, and every run looks for deletions. */
function expectedOf(rows: number) {
  return { rows, further: noFurther, deletions: 1, isPeeked: true, isBulk: false, compares: false }
}
