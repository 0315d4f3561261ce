// The least a first load can cost: fetch a page, unpack, parse, stringify its rows, write them. With --documents each row
// becomes a document of the size that sync writes, by the shortest code that can.
import http from 'node:http'
import { once } from 'node:events'
import { parseArgs, promisify } from 'node:util'
import { gunzip } from 'node:zlib'

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    soql: { type: 'string' },
    token: { type: 'string' },
    documents: { type: 'boolean' },
  },
})
const unpack = promisify(gunzip)
const agent = new http.Agent({ keepAlive: true })
const host = values.url!
let path: string | undefined = `/services/data/v62.0/query?q=${encodeURIComponent(values.soql!)}`
while (path !== undefined) {
  const { records, nextRecordsUrl } = JSON.parse((await fetchBody(host + path)).toString()) as {
    records: Record<string, unknown>[]
    nextRecordsUrl?: string
  }
  const lines = records.map((row) => JSON.stringify(values.documents ? toDocument(row) : row))
  if (!process.stdout.write(`${lines.join('\n')}\n`)) await once(process.stdout, 'drain')
  path = nextRecordsUrl
}
agent.destroy()

function fetchBody(url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${values.token}`, 'accept-encoding': 'gzip' }
    http
      .get(url, { agent, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => resolve(unpack(Buffer.concat(chunks))))
      })
      .on('error', reject)
  })
}

function toDocument(row: Record<string, unknown>) {
  const { attributes, ...payload } = row
  void attributes
  const owner = payload['Owner'] as { Name?: string } | null
  return {
    id: payload['Id'],
    source: { type: 'connector', name: 'salesforce', id: 'salesforce' },
    type: 'Account',
    category: '/Standard Objects/Account/',
    categories: ['Standard Objects', 'Account'],
    subcategory: 'Account',
    title: payload['Name'],
    summary: String(payload['Description'] ?? payload['Name']).slice(0, 200),
    content: [payload['Description'], payload['Website'], payload['Type']].filter(Boolean).join('\n'),
    icon: 'account',
    owner: { username: owner?.Name, userid: payload['OwnerId'] },
    tags: ['Account', payload['Type'], `rating:${String(payload['Rating'])}`],
    url: `${host}/${String(payload['Id'])}`,
    created: payload['CreatedDate'],
    updated: payload['LastModifiedDate'],
    payload,
    metadata: { sobject_type: 'Account', is_standard: true },
    system: { parent_path: '/Standard Objects/Account/' },
  }
}
