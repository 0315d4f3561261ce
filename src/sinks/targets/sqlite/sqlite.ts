import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { isErrno, makeFolder } from '../../../durable-files.js'
import { isExtractError } from '../../../errors/extract-error.js'
import type { Document } from '../../../terms.js'
import { openSqliteFile, type SqliteFile, type SqlValue } from '../../../sqlite/driver.js'
import { inTransaction } from '../../../sqlite/transaction.js'
import { openBatches, type Rendered } from '../batches.js'
import { targetFailed } from '../target-failed.js'
import type { Refusal, Target, TargetContext, TargetPlace } from '../target.js'
import { schema } from './schema.js'

/**
 * A table of documents and one for full-text search, in a file. A batch is a transaction. An older version never takes
 * the place of a newer one; what is deleted leaves both tables.
 */
export function openSqliteTarget({ name, location: file }: TargetPlace, context: TargetContext): Target {
  let opening: Promise<SqliteFile> | undefined
  const openFile = async () => {
    await makeFolder(path.dirname(file))
    const db = await openSqliteFile({ file, name })
    await inTransaction(db, context, () => db.exec(schema))
    return db
  }
  const sendBatch = async (batch: Rendered[]) => {
    try {
      const db = await (opening ??= openFile())
      return { refused: await inTransaction(db, context, () => batch.flatMap((each) => put(db, each))) }
    } catch (cause) {
      if (isExtractError(cause)) throw cause
      throw targetFailed(
        name,
        `can't be written: ${cause instanceof Error ? cause.message : String(cause)}`,
        hint,
        cause,
      )
    }
  }
  return {
    write: openBatches(sendBatch, { ...context, name }),
    check: () => checkFile(file, name),
    isMissing: () => isMissing(file, name),
    close: async () => {
      const db = await opening?.catch(() => undefined)
      opening = undefined
      db?.close()
    },
  }
}

/** Whether there is no file, nothing in it, or no table of documents. Throws TARGET_FAILED where it is no database. */
async function isMissing(file: string, name: string): Promise<boolean> {
  const beginning = await readBeginning(file)
  if (beginning === undefined || beginning.length === 0) return true
  if (beginning.toString('latin1') !== magic) throw targetFailed(name, 'is no database', hint)
  try {
    const db = await openSqliteFile({ file, readOnly: true, name })
    try {
      return db.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'documents'").length === 0
    } finally {
      db.close()
    }
  } catch {
    // Locked by another, or by one that was killed: the run tells what is wrong with it.
    return false
  }
}

/** How every database begins ("Database File Format"). */
const magic = 'SQLite format 3\0'

/** As much of a file as the magic is long; undefined where it isn't there. */
async function readBeginning(file: string): Promise<Buffer | undefined> {
  try {
    const opened = await open(file)
    try {
      const { buffer, bytesRead } = await opened.read(Buffer.alloc(magic.length), 0, magic.length, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await opened.close()
    }
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw targetFailed(file, `can't be read: ${(error as Error).message}`, hint, error)
  }
}

async function checkFile(file: string, name: string): Promise<string> {
  if (!existsSync(file)) return 'the first run makes it'
  try {
    const db = await openSqliteFile({ file, readOnly: true, name })
    try {
      db.all('SELECT count(*) FROM sqlite_master')
    } finally {
      db.close()
    }
    return 'it is there'
  } catch (cause) {
    if (isExtractError(cause)) throw cause
    throw targetFailed(name, `can't be read: ${(cause as Error).message}`, hint, cause)
  }
}

const hint =
  'Check that the file is a database of sf-extract or new, that its disk has room, and that this user may write to it ' +
  'and to its folder. Nothing was lost: the next run goes on after what it holds.'

function put(db: SqliteFile, { document, json }: Rendered): Refusal[] {
  try {
    if ('deleted' in document) db.run(deletion, [document.id, document.deleted_at ?? null, document.deleted_at ?? null])
    else db.run(insertion, valuesOf(document, json))
    return []
  } catch (error) {
    if (error instanceof Error && /too big/i.test(error.message)) return [{ document, reason: error.message }]
    throw error
  }
}

type LivingDocument = Exclude<Document, { deleted: true }>

function valuesOf(document: LivingDocument, json: string): SqlValue[] {
  const { id, source, type, title, category, url = null } = document
  const {
    updated = null,
    content = '',
    tags = [],
  } = document as Partial<Record<'updated' | 'content', string>> & {
    tags?: string[]
  }
  const text = [title, content].map((each) => each ?? '')
  return [id, source.id, type, ...text, tags.join(' '), category, url, updated, json]
}

const insertion = `
  INSERT INTO documents (id, datasource, type, title, content, tags, path, url, updated, document)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET
    datasource = excluded.datasource, type = excluded.type, title = excluded.title, content = excluded.content,
    tags = excluded.tags, path = excluded.path, url = excluded.url, updated = excluded.updated,
    document = excluded.document
  WHERE documents.document <> excluded.document
    AND (documents.updated IS NULL OR excluded.updated IS NULL OR excluded.updated >= documents.updated)`

const deletion = 'DELETE FROM documents WHERE id = ? AND (updated IS NULL OR ? IS NULL OR updated <= ?)'
