import { parsedBy, wholeNumber } from '../values/setting-values.js'
import { parseQueueAddress } from '../addresses/queue-address.js'
import type { SettingTable } from './setting.js'

/** Rows of `extract`: where jobs are. */
export const queueSettings = {
  queue: {
    property: 'queue',
    check: parsedBy(validateQueueAddress),
    type: 'redis:// or rediss:// address',
    variable: 'SF_EXTRACT_QUEUE',
    example: 'redis://localhost:6379/1',
    effect: 'Where `run` leaves jobs, and `worker` takes them from. Without it `run` does everything itself.',
  },
} as const satisfies SettingTable

/** Among those of a connector: what the workers of a queue together may do to its org. */
export const sharedLoadSettings = {
  jobs_at_once: {
    property: 'jobsAtOnce',
    check: wholeNumber(1, 100),
    type: 'number from 1 to 100',
    default: 4,
    variable: 'SF_EXTRACT_JOBS_AT_ONCE',
    example: '2',
    effect: 'With a queue: most jobs at work on the org at once, over all workers. Each makes up to concurrency calls.',
  },
  calls_per_day: {
    property: 'callsPerDay',
    check: wholeNumber(1, 1_000_000_000),
    type: 'number',
    variable: 'SF_EXTRACT_CALLS_PER_DAY',
    example: '20000',
    effect: 'With a queue: most API calls to the org within 24 hours, over all workers. Nothing else counts them.',
  },
} as const satisfies SettingTable

/** An empty one is none. */
function validateQueueAddress(given: unknown): string {
  const address = String(given).trim()
  if (address !== '') parseQueueAddress(address)
  return address
}
