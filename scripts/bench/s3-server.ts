// A process of its own that takes objects as Amazon S3 does, whole and in parts, and forgets them.
import http from 'node:http'
import type { AddressInfo } from 'node:net'

const server = http.createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    const { searchParams, pathname } = new URL(request.url ?? '/', 'http://s3')
    const isObject = pathname.split('/').length > 2
    response.setHeader('etag', '"0"')
    if (request.method === 'HEAD' || (request.method === 'GET' && isObject)) {
      return void response.writeHead(isObject ? 404 : 200).end()
    }
    const [name, inside] = searchParams.has('uploads')
      ? ['InitiateMultipartUploadResult', '<UploadId>1</UploadId>']
      : ['CompleteMultipartUploadResult', '<ETag>"0"</ETag>']
    response.setHeader('content-type', 'application/xml')
    response.end(request.method === 'POST' ? `<?xml version="1.0"?><${name}>${inside}</${name}>` : '')
  })
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
console.log(JSON.stringify({ host: `127.0.0.1:${(server.address() as AddressInfo).port}` }))
