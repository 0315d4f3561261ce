// jsforce's own way to read an object: its query stream, as lines of JSON. It makes no documents.
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import jsforce from 'jsforce'

const { values } = parseArgs({
  options: { url: { type: 'string' }, soql: { type: 'string' }, token: { type: 'string' } },
})
const connection = new jsforce.Connection({ instanceUrl: values.url!, accessToken: values.token!, version: '62.0' })
const query = connection.query(values.soql!)
query.on('record', (record) => void process.stdout.write(`${JSON.stringify(record)}\n`))
const ended = once(query, 'end')
void query.run({ autoFetch: true, maxFetch: 100_000_000 })
await ended
