/** The bytes a sink has written, by lane. */
export interface LaneBytes {
  add(lane: string, bytes: number): void
  /** Of a lane, or of all. */
  of(lane?: string): number
}

export function countLaneBytes(): LaneBytes {
  const byLane = new Map<string, number>()
  let total = 0
  return {
    add(lane, bytes) {
      byLane.set(lane, (byLane.get(lane) ?? 0) + bytes)
      total += bytes
    },
    of: (lane) => (lane === undefined ? total : (byLane.get(lane) ?? 0)),
  }
}
