/** Writes into a database and is killed before it commits. */
import { openSqliteFile } from '../../../../src/sqlite/driver.js'

const db = await openSqliteFile({ file: process.argv[2]!, name: 'test' })
db.exec('PRAGMA cache_size = 1')
db.exec('BEGIN IMMEDIATE')
for (let n = 0; n < 100; n++) {
  db.run('INSERT INTO documents (id, datasource, type, title, content, tags, document) VALUES (?, ?, ?, ?, ?, ?, ?)', [
    `half ${n}`,
    'crm',
    'Account',
    'half',
    'x'.repeat(5000),
    '',
    '{}',
  ])
}
process.kill(process.pid, 'SIGKILL')
