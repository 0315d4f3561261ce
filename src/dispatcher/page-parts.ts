/** The parts of the status page that no snapshot changes. */
export interface PageParts {
  /** The document, with a place for the style, the script and the data. */
  html: string
  style: string
  script: string
}

/**
 * Puts the page's files together. From the sources that takes the developer's tools; `scripts/build.mjs` replaces this
 * module by one that has the result.
 */
export async function loadPageParts(): Promise<PageParts> {
  const builder = new URL('../../scripts/build-page.mjs', import.meta.url)
  const { buildPage } = (await import(builder.href)) as { buildPage(): Promise<PageParts> }
  return buildPage()
}
