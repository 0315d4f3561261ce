/** The largest size up to `most` that fits, where a smaller one fits if a larger does; 0 where none does. */
export function longestFit(most: number, fits: (size: number) => boolean): number {
  if (fits(most)) return most
  let fitting = 0
  let tooLarge = most
  while (tooLarge - fitting > 1) {
    const size = Math.floor((fitting + tooLarge) / 2)
    if (fits(size)) fitting = size
    else tooLarge = size
  }
  return fitting
}
