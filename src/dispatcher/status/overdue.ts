/** What tells whether a datasource keeps up. */
export interface Punctuality {
  intervalMs: number
  /** When it was chosen: from then on it has three intervals. */
  chosenMs: number
  succeededMs?: number | undefined
  /** When the run that goes on has last got on. */
  progressMs?: number | undefined
  /** Runs in a row that failed. */
  failures: number
}

/**
 * Whether a datasource has not succeeded for three intervals. A run that gets on is as good as a success where none
 * failed before it: a first load takes longer than three intervals, and nobody should end it for that.
 */
export function isOverdue({ intervalMs, chosenMs, succeededMs, progressMs, failures }: Punctuality, nowMs: number) {
  const lastMs = Math.max(chosenMs, succeededMs ?? 0, failures === 0 ? (progressMs ?? 0) : 0)
  return nowMs - lastMs > intervalMs * 3
}
