/**
 * The candidate a misspelt name most likely meant, or undefined where none is near: one edit for short names, one in
 * three letters for long ones. Case, `-` and `_` don't count.
 */
export function closestName(name: string, candidates: Iterable<string>): string | undefined {
  let closest: string | undefined
  let least = Infinity
  for (const candidate of candidates) {
    const allowed = Math.max(1, Math.floor(Math.max(name.length, candidate.length) / 3))
    const [folded, other] = [fold(name), fold(candidate)]
    if (Math.abs(folded.length - other.length) > allowed) continue
    const distance = editDistance(folded, other)
    if (distance <= allowed && distance < least) {
      closest = candidate
      least = distance
    }
  }
  return closest
}

/** `; did you mean "x"?`, or nothing where no candidate is near. */
export function renderSuggestion(name: string, candidates: Iterable<string>): string {
  const closest = closestName(name, candidates)
  return closest === undefined ? '' : `; did you mean "${closest}"?`
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '')
}

/** Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment). */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1]
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      current[column] = Math.min(
        last[column]! + 1,
        current[column - 1]! + 1,
        last[column - 1]! + (same ? 0 : 1),
        swapped ? beforeLast[column - 2]! + 1 : Infinity,
      )
    }
    beforeLast = last
    last = current
  }
  return last[to.length]!
}
