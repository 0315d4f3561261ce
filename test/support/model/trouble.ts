import type { Sandbox } from '../../../src/sandbox/sandbox.js'
import type { OrgChange, Trouble } from './steps.js'

/** What happens to a run on its way. */
export interface Mishap {
  signal: AbortSignal
  maxCalls?: number
  /** To be called after each answer of the org. */
  answered(): void
  /** To be called before each write to the state or the pipe; throws where the run is killed. */
  writing(): void
}

/** Brings the trouble of a run about; `change` is what happens to the org while it reads. */
export function bringTrouble(
  { kind, at = 0 }: Partial<Trouble>,
  { faults }: Pick<Sandbox, 'faults'>,
  meanwhile?: { step: OrgChange; play: () => void },
): Mishap {
  const controller = new AbortController()
  let answers = 0
  let writes = 0
  if (kind === 'refused') {
    const path = refusals[at % refusals.length]!
    faults.add({ name: 'status', status: 503, body: 'json', path, when: (at % 3) + 1, count: 50 })
  }
  return {
    signal: controller.signal,
    ...(kind === 'calls' ? { maxCalls: at } : {}),
    answered: () => {
      answers += 1
      if (meanwhile !== undefined && answers === (meanwhile.step.at % 12) + 1) meanwhile.play()
      if (kind === 'abort' && answers === at) controller.abort()
    },
    writing: () => {
      writes += 1
      if (kind === 'kill' && writes >= at) throw new Error('killed')
    },
  }
}

/** What the org refuses for a while, by the line of the request. */
const refusals = [
  'FROM Account',
  'FROM Case W',
  'FROM Case ',
  'FROM CaseComment W',
  'FROM CaseFeed',
  'FROM FeedComment',
  'FROM ContentDocument',
  'FROM Ballot',
  'queryAll',
  'sobjects/CaseFeed/describe',
  'sobjects/CaseComment/describe',
  'sobjects/Account/describe',
  'deleted/?',
]
