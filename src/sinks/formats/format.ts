import type { Document } from '../../terms.js'

/** A form in which documents are written. */
export interface Format {
  /** What `--format` calls it. */
  name: string
  /** The end of its files' names, with the dot. */
  extension: string
  /** It writes records alone, as they were queried, not what enrichment made of their texts. */
  isOfRecords?: boolean
  /** Where documents go by names made of their datasource: throws CONFIG_INVALID where it can't have one. */
  validate?(datasource: string): void
  /**
   * The documents in their order, in pieces of a size that is cheap to write; each ends with a document's end. Bytes
   * are valid until the next piece is asked for. Documents that the form has no place for are left out.
   */
  render(documents: Document[]): Iterable<Buffer | string>
  /**
   * There where a file begins with something that the rest of it depends on, as a header is: takes the place of
   * `render`. `fields` are those that records were asked for, where they are known.
   */
  openFile?(fields?: readonly string[]): FormatFile
}

/** One file of a form, from its beginning. */
export interface FormatFile {
  /** False where the file has begun in a way that these documents don't go with: they need one of their own. */
  takes(documents: Document[]): boolean
  /** As that of Format, with the beginning before the first piece. */
  render(documents: Document[]): Iterable<Buffer | string>
}
