/** What the workers of a queue have to do with each other's calls to an org. */
import type { QuotaReserve } from '../../config/quota-reserve.js'
import type { Connector } from '../../config/config-types.js'
import { isSharedHost } from '../../config/values/domain.js'
import { ExtractError } from '../../errors/extract-error.js'
import { unlessAborted } from '../../errors/interruption.js'
import { findShortage } from '../../org/http/quota.js'
import type { CallGuard } from '../../org/http/usage.js'
import { openSharedOrgs, type SharedOrgs } from '../../org/shared-orgs.js'
import type { Clock } from '../../clock.js'
import { quotaWaitMs } from '../back-off.js'
import type { SharedFacts, Standing } from './shared-facts.js'

/** An org is known by its host, whichever connectors lead there, or by its connector where all orgs have that host. */
export function orgOf({ id, loginUrl }: Pick<Connector, 'id' | 'loginUrl'>): string {
  if (!URL.canParse(loginUrl)) return id
  const { host, hostname } = new URL(loginUrl)
  return isSharedHost(hostname) ? id : host
}

/** What the runs of a worker share of the orgs, and all workers: the day's calls, and what orgs tell of them. */
export function openGuardedOrgs(bench: GuardBench): SharedOrgs {
  return openSharedOrgs((connector) => openGuard(connector, bench))
}

interface GuardBench {
  facts: SharedFacts
  clock: Clock
  /** Nobody waits any more for a Redis that is away. */
  ending: AbortSignal
}

function openGuard(connector: Connector, { facts, clock, ending }: GuardBench): CallGuard {
  const { id, callsPerDay } = connector
  const org = orgOf(connector)
  let toldMs = 0
  return {
    async admit() {
      if (callsPerDay === undefined) return
      const waitMs = await unlessAborted(facts.countCall(org, callsPerDay), ending)
      if (waitMs === 0) return
      await facts.putOff(org, waitMs, spent(id, callsPerDay))
      throw new ExtractError('QUOTA_REACHED', spent(id, callsPerDay), {
        hint: 'Its runs go on when calls of a day ago run out. To spend more, raise calls_per_day.',
      })
    },
    giveBack() {
      if (callsPerDay !== undefined) facts.giveBackCall(org).catch(() => undefined)
    },
    told(usage) {
      if (usage === 'exhausted') {
        facts.putOff(org, quotaWaitMs, 'the org has used up its daily API requests').catch(() => undefined)
        return
      }
      // Every answer tells it; the others learn it within a second.
      if (clock.now() - toldMs < 1000) return
      toldMs = clock.now()
      facts.noteUsage(org, usage).catch(() => undefined)
    },
  }
}

function spent(connector: string, calls: number): string {
  return `The ${calls} API calls that calls_per_day of ${connector} allows within 24 hours have been made`
}

/**
 * For how long nothing is to be begun over an org, and why: it was put off, or what it told last leaves nothing beside
 * the reserve. `isOld` where that was told so long ago that somebody has to look. Pure.
 */
export function waitFor(
  { waitMs, why, usage }: Standing,
  reserve: QuotaReserve,
): { waitMs: number; why: string; isOld: boolean } {
  if (waitMs > 0) return { waitMs, why, isOld: false }
  const shortage = usage && findShortage(usage, reserve, 0)
  if (usage === undefined || shortage === undefined) return { waitMs: 0, why: '', isOld: false }
  const restMs = quotaWaitMs - usage.ageMs
  return { waitMs: Math.max(0, restMs), why: shortage, isOld: restMs <= 0 }
}
