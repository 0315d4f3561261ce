/** A set of line numbers from 0 to below a size: a bit each. */
export class LineSet {
  private readonly bits: Uint8Array

  constructor(size: number) {
    this.bits = new Uint8Array(Math.ceil(size / 8))
  }

  add(line: number): void {
    this.bits[Math.floor(line / 8)]! |= 1 << (line % 8)
  }

  has(line: number): boolean {
    return (this.bits[Math.floor(line / 8)]! & (1 << (line % 8))) !== 0
  }
}
