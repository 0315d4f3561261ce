import { keptInReserve, type QuotaReserve } from '../../config/quota-reserve.js'
import { ExtractError } from '../../errors/extract-error.js'
import type { Quota } from '../../terms.js'
import { hints } from '../errors/hints.js'
import type { HttpAnswer } from './http.js'
import { openUsage, type Usage } from './usage.js'

/** The count of a run's API calls, and the guard before each of them. */
export interface QuotaGuard {
  /**
   * Counts one call on account of an sObject, and from then on as being on its way until the function it gives is
   * called: with the answer's headers, which tell the usage, or with none where no answer came. As long as nobody knows
   * the usage, where some of it is to be kept, calls wait for the first to end.
   * Throws QUOTA_REACHED, uncounted, where the call would go over --max-calls or into the reserve.
   */
  admit(sobject: string | undefined): Promise<(headers: HttpAnswer['headers']) => void>
  /** The org said that its daily limit is used up: nothing is admitted any more. */
  exhaust(): void
  usage(): Quota | undefined
  /** Calls so far: all, or an sObject's. */
  calls(sobject?: string): number
}

interface QuotaOptions {
  reserve: QuotaReserve
  /** The most calls of this run; undefined for as many as the reserve allows. */
  maxCalls?: number | undefined
  /** What is known of the usage, also by others; nothing where it isn't given. */
  usage?: Usage
}

/** Retries count too: the org charges them. */
export function openQuotaGuard({ reserve, maxCalls, usage = openUsage() }: QuotaOptions): QuotaGuard {
  const callsBySObject = new Map<string | undefined, number>()
  const { ledger } = usage
  let total = 0
  const validate = () => {
    if (usage.isExhausted) throw buildQuotaError('The org has used up its daily API requests')
    if (maxCalls !== undefined && total >= maxCalls) {
      throw buildQuotaError(`The ${maxCalls} API calls that --max-calls allows have been made`, hints.maxCalls)
    }
    validateReserve(ledger.latest(), reserve, ledger.uncounted())
  }
  return {
    async admit(sobject) {
      if (usage.guard !== undefined) await usage.guard.admit()
      if (usage.first !== undefined && keepsSome(reserve)) await usage.first
      try {
        validate()
      } catch (error) {
        usage.guard?.giveBack()
        throw error
      }
      total += 1
      callsBySObject.set(sobject, (callsBySObject.get(sobject) ?? 0) + 1)
      const end = ledger.begin()
      const complete = (headers: HttpAnswer['headers']) => {
        const told = parseLimitInfo(headers['sforce-limit-info'])
        end(told)
        if (told !== undefined) usage.guard?.told(told)
      }
      if (usage.first !== undefined) return complete
      let haveEnded: () => void
      usage.first = new Promise((resolve) => {
        haveEnded = resolve
      })
      return (headers) => {
        complete(headers)
        haveEnded()
      }
    },
    exhaust() {
      usage.isExhausted = true
      usage.guard?.told('exhausted')
    },
    usage: ledger.latest,
    calls: (sobject) => (sobject === undefined ? total : (callsBySObject.get(sobject) ?? 0)),
  }
}

/**
 * `api-usage=10018/100000`, with other parts before or after it, such as `per-app-api-usage=17/250(appName=x)`
 * ("Limit Info Header"). Undefined where there is no such part.
 */
function parseLimitInfo(header: string | undefined): Quota | undefined {
  const parts = /(?<![\w-])api-usage=(\d+)\/(\d+)/.exec(header ?? '')
  const [used = Number.NaN, max = Number.NaN] = parts?.slice(1).map(Number) ?? []
  return Number.isSafeInteger(used) && Number.isSafeInteger(max) && max > 0 ? { used, max } : undefined
}

/** With no reserve the org itself decides: it lets usage pass the limit for a while before it refuses. */
function keepsSome(reserve: QuotaReserve): boolean {
  return ('calls' in reserve ? reserve.calls : reserve.percent) > 0
}

function validateReserve(usage: Quota | undefined, reserve: QuotaReserve, uncounted: number): void {
  const shortage = usage && findShortage(usage, reserve, uncounted)
  if (shortage !== undefined) throw buildQuotaError(shortage)
}

/** What keeps one more call from being made, if anything does. `uncounted` calls may come on top of the usage. */
export function findShortage({ used, max }: Quota, reserve: QuotaReserve, uncounted: number): string | undefined {
  if (!keepsSome(reserve)) return undefined
  const kept = keptInReserve(reserve, max)
  const left = max - used
  if (left - uncounted - 1 >= kept) return undefined
  return `The org has ${left} of ${max} API requests left today, and ${kept} are kept in reserve`
}

function buildQuotaError(message: string, hint: string = hints.quota): ExtractError {
  return new ExtractError('QUOTA_REACHED', message, { hint })
}
