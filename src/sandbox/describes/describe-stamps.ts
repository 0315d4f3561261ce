/** When the describe of an sObject last changed, as Last-Modified says it: whole seconds. */
export interface DescribeStamps {
  /** The stamp of the describe that `changedAt` stands for. */
  of(name: string, changedAt: number): number
}

/** Two changes within a second get two stamps: a client that saw the first must not be told that nothing changed. */
export function openDescribeStamps(): DescribeStamps {
  const known = new Map<string, { changedAt: number; stamp: number }>()
  return {
    of(name, changedAt) {
      const last = known.get(name)
      if (last?.changedAt === changedAt) return last.stamp
      const second = Math.floor(changedAt / 1000) * 1000
      const stamp = last ? Math.max(second, last.stamp + 1000) : second
      known.set(name, { changedAt, stamp })
      return stamp
    },
  }
}
