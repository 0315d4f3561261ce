/** Numbers that are put in order from the least on, as far as somebody asks. */
export interface Sorting {
  /** The `count` least of them in order; fewer where there are no more. */
  first(count: number): Uint32Array
}

/**
 * The numbers below `length` in the order of `compare`, which finds no two of them equal. What comes later is only set
 * apart from what was asked for: a page of a million costs about one look at each, and each page after it little more
 * than its own rows. Four bytes a number.
 */
export function openSorting(length: number, compare: (a: number, b: number) => number): Sorting {
  const numbers = new Uint32Array(length)
  for (let at = 0; at < length; at++) numbers[at] = at
  let sorted = 0
  /** Where parts end, the next one last: all of a part comes before all of the one behind it. */
  const ends = [length]
  return {
    first(count) {
      const wanted = Math.min(count, length)
      while (sorted < wanted) {
        const end = ends.at(-1)!
        if (end - sorted > SMALL) ends.push(split(numbers, sorted, end, compare, Math.max(wanted - sorted, sorted)))
        else {
          numbers.subarray(sorted, end).sort(compare)
          sorted = end
          ends.pop()
        }
      }
      return numbers.subarray(0, wanted)
    },
  }
}

/** So few are sorted at once. */
const SMALL = 4096
const SAMPLE = 127

/** Moves what comes first to the front of the part, somewhat more than `wanted` of it; gives where that ends. */
function split(
  numbers: Uint32Array,
  start: number,
  end: number,
  compare: (a: number, b: number) => number,
  wanted: number,
): number {
  const pivot = pickPivot(numbers.subarray(start, end), compare, wanted)
  let [left, right] = [start, end - 1]
  for (;;) {
    while (compare(numbers[left]!, pivot) < 0) left++
    while (compare(numbers[right]!, pivot) > 0) right--
    if (left >= right) return right + 1
    const moved = numbers[left]!
    numbers[left++] = numbers[right]!
    numbers[right--] = moved
  }
}

/** A number that about twice as many as `wanted` don't come after, but no more than half of all: told by a sample. */
function pickPivot(part: Uint32Array, compare: (a: number, b: number) => number, wanted: number): number {
  const step = Math.floor(part.length / SAMPLE)
  const sample = Array.from({ length: SAMPLE }, (_, at) => part[at * step]!).toSorted(compare)
  const share = Math.min(1 / 2, (2 * wanted) / part.length)
  return sample[Math.max(1, Math.floor(SAMPLE * share))]!
}
