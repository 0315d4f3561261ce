/** A form in which documents are written. */
export interface Format {
  /** What `--format` calls it. */
  name: string
  /** The end of its files' names, with the dot. */
  extension: string
  /**
   * The documents in their order, in pieces of a size that is cheap to write; each ends with a document's end. Bytes
   * are valid until the next piece is asked for.
   */
  render(documents: object[]): Iterable<Buffer | string>
}
