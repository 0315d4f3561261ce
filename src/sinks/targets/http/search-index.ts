import { isExtractError } from '../../../errors/extract-error.js'
import { openBatches, type BatchAnswer, type Rendered } from '../batches.js'
import { settleVersions } from '../settle-versions.js'
import type { Target, TargetContext } from '../target.js'
import { targetFailed } from '../target-failed.js'
import type { TargetAnswer } from './exchange.js'
import { isGood, readTrouble, type Trouble, type TroubleRules } from './read-trouble.js'

/** The stamps of the documents that are there, by id. */
export type Stamps = Map<string, string | undefined>

/** An index that has documents by their ids, and no versions of its own. */
export interface SearchIndex {
  /** `the index crm`. */
  noun: string
  /** Of these documents; empty where there is no index yet, or where it can't be asked. */
  fetchStamps(ids: string[]): Promise<Stamps | Trouble>
  /** Writes documents in the place of those with their ids, and makes the index where it is missing. */
  put(puts: Rendered[]): Promise<BatchAnswer>
  /** Deletes what there is of these. */
  remove(ids: string[]): Promise<Trouble | undefined>
  /** Asks what it is: a 404 says that it isn't there. */
  look(): Promise<TargetAnswer>
}

/**
 * A target over an index. What stands in it is read before each batch, so that an older version never takes the place
 * of a newer one; two runs that write the same record at the same moment are the exception.
 */
export function openIndexTarget(index: SearchIndex, rules: TroubleRules, context: TargetContext): Target {
  const { name } = rules
  const sendBatch = async (batch: Rendered[]): Promise<BatchAnswer> => {
    const stamps = await index.fetchStamps([...new Set(batch.map(({ document: { id } }) => id))])
    if (!(stamps instanceof Map)) return { again: batch, ...stamps }
    const { puts, deletions } = settleVersions(batch, stamps)
    const ids = deletions.map(({ document: { id } }) => id)
    const trouble = ids.length === 0 ? undefined : await index.remove(ids)
    if (trouble !== undefined) return { again: batch, ...trouble }
    return puts.length === 0 ? {} : index.put(puts)
  }
  return {
    write: openBatches(sendBatch, { ...context, name }),
    check: async () => {
      const answer = await index.look()
      if (isGood(answer)) return `${index.noun} is there`
      if (isNotThere(answer)) return `it answers; the first run makes ${index.noun}`
      throw targetFailed(name, readTrouble(answer, rules).reason, 'Check the address of the target, and that it runs.')
    },
    isMissing: async () => {
      try {
        return isNotThere(await index.look())
      } catch (error) {
        if (isExtractError(error, 'CONFIG_INVALID')) throw error
        return false
      }
    },
    close: async () => {},
  }
}

/** The index alone is missing: a server that knows nothing of indices answers otherwise, or with a page. */
function isNotThere(answer: TargetAnswer): boolean {
  return 'status' in answer && answer.status === 404 && answer.text.trimStart().startsWith('{')
}
