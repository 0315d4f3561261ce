#!/usr/bin/env node
// Puts documents from stdin into a full-text index, and searches it:
//   set -o pipefail; sf-extract sync --datasource crm --hold | node examples/index-into-sqlite.mjs crm.sqlite && sf-extract commit --datasource crm
//   node examples/index-into-sqlite.mjs crm.sqlite --search 'router AND down'
// Needs the package node-sqlite3-wasm: SQLite with FTS5, no compiler.
import { createInterface } from 'node:readline'

const [file, flag, words] = process.argv.slice(2)
if (file === undefined || (flag !== undefined && (flag !== '--search' || words === undefined))) {
  process.stderr.write('usage: index-into-sqlite.mjs FILE [--search WORDS]\n')
  process.exit(2)
}

// Ctrl-C ends sync, and the end of its output ends this. A reader of the search that goes away needs no more of it.
process.on('SIGINT', () => {})
process.stdout.on('error', () => process.exit())

const sqlite = await import('node-sqlite3-wasm').catch(() => {
  process.stderr.write('This example needs the package node-sqlite3-wasm: npm install node-sqlite3-wasm\n')
  process.exit(2)
})
const database = new sqlite.default.Database(file)
try {
  database.exec('CREATE TABLE IF NOT EXISTS ids (number INTEGER PRIMARY KEY, id TEXT UNIQUE)')
  database.exec(
    'CREATE VIRTUAL TABLE IF NOT EXISTS documents USING fts5(path UNINDEXED, url UNINDEXED, title, content)',
  )
  if (flag === '--search') search(words)
  else await index()
} catch ({ message }) {
  const remedy = /locked/.test(message) ? `; where no other run uses it, remove ${file}.lock` : ''
  process.stderr.write(`${message}${remedy}\n`)
  process.exitCode = 1
} finally {
  database.close()
}

function search(expression) {
  const found = database.all(
    "SELECT path, title, snippet(documents, 3, '[', ']', '…', 12) AS part FROM documents WHERE documents MATCH ? ORDER BY rank LIMIT 10",
    [expression],
  )
  for (const { path, title, part } of found) process.stdout.write(`${path}${title}: ${part.replaceAll('\n', ' ')}\n`)
}

// One transaction: the index takes a run whole or not at all, so that `&& sf-extract commit` means what it says.
async function index() {
  const number = '(SELECT number FROM ids WHERE id = ?)'
  const note = database.prepare('INSERT OR IGNORE INTO ids (id) VALUES (?)')
  const remove = database.prepare(`DELETE FROM documents WHERE rowid = ${number}`)
  const insert = database.prepare(
    `INSERT INTO documents (rowid, path, url, title, content) VALUES (${number}, ?, ?, ?, ?)`,
  )
  const counts = { written: 0, deleted: 0 }
  database.exec('BEGIN')
  try {
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
      const document = JSON.parse(line)
      note.run([document.id])
      remove.run([document.id])
      counts[document.deleted ? 'deleted' : 'written'] += 1
      if (!document.deleted)
        insert.run([document.id, document.category, document.url ?? '', document.title, document.content ?? ''])
    }
    database.exec('COMMIT')
  } finally {
    for (const statement of [note, remove, insert]) statement.finalize()
    if (database.inTransaction) database.exec('ROLLBACK')
  }
  process.stderr.write(`${counts.written} indexed, ${counts.deleted} removed\n`)
}
