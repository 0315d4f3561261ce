// A process of its own that takes `_bulk` requests as Elasticsearch does, and forgets what was in them.
import http from 'node:http'
import type { AddressInfo } from 'node:net'

const server = http.createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    response.setHeader('x-elastic-product', 'Elasticsearch')
    response.setHeader('content-type', 'application/json')
    if (request.method === 'HEAD') return void response.writeHead(404).end()
    const items = readActions(Buffer.concat(chunks).toString()).map((action) => ({ [action]: { status: 201 } }))
    response.end(JSON.stringify({ took: 1, errors: false, items }))
  })
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
console.log(JSON.stringify({ host: `127.0.0.1:${(server.address() as AddressInfo).port}` }))

/** The action of each item; all but deletions have a line with the document after theirs. */
function readActions(body: string): string[] {
  const lines = body.trimEnd().split('\n')
  const actions: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const action = /^\{"(\w+)"/.exec(lines[at]!)?.[1] ?? 'index'
    if (action !== 'delete') at += 1
    actions.push(action)
  }
  return actions
}
