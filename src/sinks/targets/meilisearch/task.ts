import { buildInterruption } from '../../../errors/interruption.js'
import { isGood, readAnswer, readTrouble, type Trouble, type TroubleRules } from '../http/read-trouble.js'
import type { Exchange, TargetAnswer } from '../http/exchange.js'
import type { TargetContext } from '../target.js'
import { targetFailed } from '../target-failed.js'

interface Task {
  status: 'enqueued' | 'processing' | 'succeeded' | 'failed' | 'canceled'
  error?: { message: string; code: string; type: string } | null
}

export interface TaskContext extends Pick<TargetContext, 'clock' | 'signal'> {
  send: Exchange
  base: string
  rules: TroubleRules
  /** Where there is no index, that is done. */
  isDeletion?: boolean
}

/**
 * Waits for the end of the task that an answer names: what Meilisearch accepts it does later, and may refuse then, the
 * batch as a whole. Undefined where it succeeded. Throws TARGET_FAILED for what every other batch would meet too.
 */
export async function waitForTask(accepted: TargetAnswer, context: TaskContext): Promise<Trouble | undefined> {
  const { send, base, rules, clock, signal } = context
  if (!isGood(accepted)) return readTrouble(accepted, rules)
  const { taskUid } = readAnswer<{ taskUid: number }>(accepted, 'taskUid', rules.name)
  const startedMs = clock.now()
  for (let looks = 0; ; looks += 1) {
    const answer = await send({ method: 'GET', url: `${base}/tasks/${taskUid}` })
    if (!isGood(answer)) return readTrouble(answer, { ...rules, ofDocuments: [] })
    const task = readAnswer<Task>(answer, 'status', rules.name)
    if (task.status === 'succeeded') return undefined
    if (task.status === 'canceled') return { reason: `has canceled the task ${taskUid}` }
    if (task.status === 'failed') return readError(task, taskUid, context)
    if (clock.now() - startedMs > longestTaskMs) return { reason: `has not done the task ${taskUid} in an hour` }
    await clock.sleep(Math.min(longestPauseMs, shortestPauseMs * 2 ** looks), signal).catch(() => {})
    if (signal.aborted) return endInterrupted(context, taskUid)
  }
}

const shortestPauseMs = 20
const longestPauseMs = 1_000
const longestTaskMs = 3_600_000

/** An interrupted run has nothing more to wait for: what is not done is sent again by the next one. */
async function endInterrupted({ send, base, rules, signal }: TaskContext, taskUid: number): Promise<undefined> {
  const answer = await send({ method: 'GET', url: `${base}/tasks/${taskUid}` })
  if (!isGood(answer) || readAnswer<Task>(answer, 'status', rules.name).status !== 'succeeded')
    throw buildInterruption(signal)
}

function readError(
  { error }: Task,
  taskUid: number,
  { rules: { name }, isDeletion }: TaskContext,
): Trouble | undefined {
  const { message, code, type } = error ?? { message: 'no reason is given', code: 'unknown', type: 'internal' }
  const reason = `${message} (${code})`
  // There is nothing to delete.
  if (isDeletion && code === 'index_not_found') return undefined
  if (ofDocuments.test(code)) return { isTooLarge: true, reason }
  if (type === 'invalid_request' || type === 'auth') {
    throw targetFailed(name, `takes no documents: ${reason}, in the task ${taskUid}`, lookThere)
  }
  return { reason: `failed in the task ${taskUid}: ${reason}` }
}

/** Codes that are for what is in a document ("Errors" of Meilisearch); the task names the first one alone. */
const ofDocuments =
  /^(?:invalid_document_|missing_document_id|malformed_payload|payload_too_large|max_fields_limit_exceeded)/

const lookThere =
  'Look at the index, and at the task: its primary key has to be id, and what else is refused the task says. Then run again.'
