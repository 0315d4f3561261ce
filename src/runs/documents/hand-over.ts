/** Batches on their way from one who writes to one who iterates, one at a time. */
export interface HandOver<Item> {
  /** Ends after `end`, once the last batch is through. */
  batches: AsyncIterable<Item[]>
  /** Resolves when the batch is through: the next one was asked for. Rejects after `leave`. One call at a time. */
  write(batch: Item[]): Promise<void>
  /** No more batches come. */
  end(): void
  /** Nobody takes batches any more: what waits, or comes, is rejected with `reason`. */
  leave(reason: unknown): void
}

/** Opens it with nothing on its way. */
export function openHandOver<Item>(): HandOver<Item> {
  let offered: { batch: Item[]; taken(): void; refuse(reason: unknown): void } | undefined
  let left: { reason: unknown } | undefined
  let isEnded = false
  let wake: (() => void) | undefined
  async function* take() {
    for (;;) {
      if (offered !== undefined) {
        const { batch, taken } = offered
        yield batch
        offered = undefined
        taken()
      } else if (isEnded) return
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  return {
    batches: take(),
    write: (batch) =>
      new Promise((taken, refuse) => {
        if (left !== undefined) return refuse(left.reason)
        offered = { batch, taken, refuse }
        wake?.()
      }),
    end: () => {
      isEnded = true
      wake?.()
    },
    leave: (reason) => {
      left = { reason }
      offered?.refuse(reason)
    },
  }
}
