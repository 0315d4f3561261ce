import type { Document } from '../../../terms.js'
import type { Rendered } from '../batches.js'

/** The statements of one table. */
export interface Statements {
  creation: string[]
  insertion: Statement
  deletion: Statement
}

interface Statement {
  text: string
  /** A list a column. */
  valuesOf(batch: Rendered[]): (string | null)[][]
}

/** `table` is a plain name, with its schema or without. */
export function buildStatements(table: string): Statements {
  const short = table.split('.').at(-1)!
  return {
    creation: [
      `CREATE TABLE IF NOT EXISTS ${table} (
        id text PRIMARY KEY, datasource text NOT NULL, type text NOT NULL, title text NOT NULL, path text, url text,
        updated timestamptz, document jsonb NOT NULL, search tsvector NOT NULL)`,
      `CREATE INDEX IF NOT EXISTS ${short}_search ON ${table} USING gin (search)`,
      `CREATE INDEX IF NOT EXISTS ${short}_path ON ${table} (path)`,
    ],
    insertion: { text: insertInto(table), valuesOf: insertedValues },
    deletion: {
      text: `DELETE FROM ${table} AS known USING unnest($1::text[], $2::timestamptz[]) AS gone (id, deleted_at)
        WHERE known.id = gone.id
          AND (known.updated IS NULL OR gone.deleted_at IS NULL OR known.updated <= gone.deleted_at)`,
      valuesOf: (batch) => [
        batch.map(({ document }) => document.id),
        batch.map(({ document }) => ('deleted' in document ? (document.deleted_at ?? null) : null)),
      ],
    },
  }
}

/** A text of more than a million bytes of words fits into no tsvector: the first part of it is searched. */
const searchedCharacters = 200_000

function insertInto(table: string): string {
  return `INSERT INTO ${table} AS known (id, datasource, type, title, path, url, updated, document, search)
    SELECT id, datasource, type, title, path, url, updated, document,
      setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', content), 'B')
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::jsonb[],
      $9::text[]) AS new (id, datasource, type, title, path, url, updated, document, content)
    ON CONFLICT (id) DO UPDATE SET datasource = excluded.datasource, type = excluded.type, title = excluded.title,
      path = excluded.path, url = excluded.url, updated = excluded.updated, document = excluded.document,
      search = excluded.search
    WHERE known.document IS DISTINCT FROM excluded.document
      AND (known.updated IS NULL OR excluded.updated IS NULL OR excluded.updated >= known.updated)`
}

function insertedValues(batch: Rendered[]): (string | null)[][] {
  const rows = batch.map(({ document, json }) => rowOf(document as Partial<Record<string, string>> & Document, json))
  return rows[0]!.map((_, column) => rows.map((row) => row[column] ?? null))
}

function rowOf(document: Document & { [field: string]: unknown }, json: string): (string | null)[] {
  const textOf = (field: string) => withoutNul(String(document[field] ?? ''))
  const { id, source, type } = document
  const content = textOf('content').slice(0, searchedCharacters)
  const updated = (document['updated'] as string | undefined) ?? null
  return [id, source.id, type, textOf('title'), textOf('category'), textOf('url'), updated, jsonbOf(json), content]
}

/** PostgreSQL has no NUL, in texts or in jsonb, and no half of a character: they are left out, and replaced. */
function jsonbOf(json: string): string {
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json
  return json.replaceAll(/(?<!\\)((?:\\\\)*)\\u(0000|d[89a-f]..)/g, (_, before: string, unit: string) =>
    unit === '0000' ? before : `${before}\\ufffd`,
  )
}

function withoutNul(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}
