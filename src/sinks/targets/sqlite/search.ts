import { openSqliteFile } from '../../../sqlite/driver.js'

export interface Found {
  id: string
  type: string
  title: string
  /** `/Standard Objects/Account/`. */
  path: string
  url?: string
  updated?: string
  /** The part of the text in which the words are. */
  snippet: string
}

export interface SearchOptions {
  file: string
  /** All of them have to be in a document; those in quotes side by side; `word*` stands for its beginning. */
  words: string
  limit: number
  /** What messages call the file. */
  name: string
}

/**
 * The documents of a `sqlite:` target that fit best, the best first; directories are none. Gives nothing where there are
 * no words. Throws the driver's error.
 */
export async function searchDocuments({ file, words, limit, name }: SearchOptions): Promise<Found[]> {
  const match = renderMatch(words)
  if (match === '') return []
  const db = await openSqliteFile({ file, readOnly: true, name })
  try {
    return db.all(selection, [match, limit]).map((row) => {
      const { url, updated, ...found } = row
      return { ...found, ...(url === null ? {} : { url }), ...(updated === null ? {} : { updated }) }
    }) as unknown as Found[]
  } finally {
    db.close()
  }
}

/** A hit in a title counts most. */
const selection = `
  SELECT documents.id, documents.type, documents.title, documents.path, documents.url, documents.updated,
    snippet(documents_fts, -1, '', '', '…', 24) AS snippet
  FROM documents_fts JOIN documents ON documents.number = documents_fts.rowid
  WHERE documents_fts MATCH ? AND documents.type <> 'folder'
  ORDER BY bm25(documents_fts, 10.0, 1.0, 2.0) LIMIT ?`

/** The words as FTS5 takes them, each in quotes, so that no sign in them means anything. */
function renderMatch(words: string): string {
  const terms = words.match(/"[^"]*"\*?|[^\s"]+/g) ?? []
  return terms
    .map((term) => [term.replace(/\*$/, '').replaceAll('"', ''), term.endsWith('*')] as const)
    .filter(([text]) => /[\p{L}\p{N}]/u.test(text))
    .map(([text, isBeginning]) => `"${text}"${isBeginning ? '*' : ''}`)
    .join(' ')
}
