/** Numbers from 0 up to 1, the same ones for the same seed (mulberry32). */
export function openRandom(seed: number): () => number {
  let at = seed
  return () => {
    at = (at + 0x6d2b79f5) | 0
    let bits = Math.imul(at ^ (at >>> 15), 1 | at)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296
  }
}
