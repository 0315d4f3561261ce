// Runs a sync into a place of one's own, here a file; a second run adds what has changed since:
//   npx tsx own-sink.ts
import { open } from 'node:fs/promises'
import { loadConfig, runDatasource, type DocumentWriter } from 'sf-extract'

const config = await loadConfig({ cwd: process.cwd(), env: process.env })
const file = await open('documents.ndjson', 'a')
const output: DocumentWriter = {
  // The run reads on when a write is done, and moves its watermarks when a flush is.
  write: (documents) => file.appendFile(documents.map((each) => `${JSON.stringify(each)}\n`).join('')),
  flush: () => file.sync(),
}
const { outcome, written, deleted } = await runDatasource({ config, output })
await file.close()
process.stdout.write(`${outcome}: ${written} written, ${deleted} deleted\n`)
