import type { Row } from '../../terms.js'

/** How the rows of a statement are written, page by page; no page is kept. */
export interface RowFormat {
  /** The text of a page. */
  page(rows: Row[]): string
  /** What comes after the last page, such as the header of a result without rows. */
  end(): string
}
