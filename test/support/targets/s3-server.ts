/** Answers like Amazon S3: objects by PUT and in parts, and its errors as XML. A request has to be signed. */
import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { parseJson } from '../../../src/exact-json.js'
import type { Document } from '../../../src/terms.js'
import { startStandIn, type StandIn, type StandInAnswer, type StandInRequest } from './stand-in.js'

export interface S3Server extends StandIn {
  /** By their keys, in the order they were made. */
  objects: Map<string, Buffer>
  /** Uploads that were begun and not ended, by their ids. */
  uploads: Map<string, { key: string; parts: Map<number, Buffer> }>
  /** The key id that signatures have to be of. */
  keyId: string
}

export async function startS3Server(bucket: string): Promise<S3Server> {
  let begun = 0
  const answer = (request: StandInRequest): StandInAnswer => {
    const credential = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([\w-]+)\/s3\/aws4_request/.exec(
      request.headers.authorization ?? '',
    )
    if (credential === null) return fail(403, 'AccessDenied', 'Access Denied')
    if (credential[1] !== server.keyId) {
      return fail(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.')
    }
    const { pathname, searchParams } = new URL(request.path, 'http://s3')
    const [, name, ...rest] = pathname.split('/').map(decodeURIComponent)
    if (name !== bucket) return fail(404, 'NoSuchBucket', 'The specified bucket does not exist')
    const key = rest.join('/')
    if (key === '') return {}
    if (request.method === 'HEAD') return { status: server.objects.has(key) ? 200 : 404 }
    const upload = searchParams.get('uploadId') ?? undefined
    if (request.method === 'POST' && searchParams.has('uploads')) return begin(key)
    if (upload === undefined) return put(key, request.bytes)
    const known = server.uploads.get(upload)
    if (known === undefined) return fail(404, 'NoSuchUpload', 'The specified upload does not exist.')
    if (request.method === 'DELETE') return server.uploads.delete(upload) ? { status: 204 } : {}
    if (request.method === 'POST') return complete(upload, known, request.body)
    known.parts.set(Number(searchParams.get('partNumber')), request.bytes)
    return { headers: { etag: tagOf(request.bytes) } }
  }

  const put = (key: string, bytes: Buffer): StandInAnswer => {
    server.objects.delete(key)
    server.objects.set(key, bytes)
    return { headers: { etag: tagOf(bytes) } }
  }

  const begin = (key: string): StandInAnswer => {
    begun += 1
    server.uploads.set(`upload-${begun}`, { key, parts: new Map() })
    return asXml(
      'InitiateMultipartUploadResult',
      `<Bucket>${bucket}</Bucket><Key>${key}</Key><UploadId>upload-${begun}</UploadId>`,
    )
  }

  const complete = (id: string, { key, parts }: { key: string; parts: Map<number, Buffer> }, body: string) => {
    const named = [...body.matchAll(/<Part>.*?<\/Part>/gs)].map(([part]) => Number(/<PartNumber>(\d+)/.exec(part)![1]))
    const pieces = named.map((number) => parts.get(number))
    if (pieces.includes(undefined)) return fail(400, 'InvalidPart', 'One or more of the parts could not be found.')
    if (pieces.slice(0, -1).some((piece) => piece!.length < 5 * 1024 * 1024)) {
      return fail(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed object size.')
    }
    server.uploads.delete(id)
    put(key, Buffer.concat(pieces as Buffer[]))
    return asXml('CompleteMultipartUploadResult', `<Key>${key}</Key><ETag>"whole"</ETag>`)
  }

  const standIn = await startStandIn(answer, ({ method }) => method === 'PUT')
  const server: S3Server = Object.assign(standIn, {
    objects: new Map<string, Buffer>(),
    uploads: new Map<string, { key: string; parts: Map<number, Buffer> }>(),
    keyId: 'AKIDEXAMPLE',
  })
  return server
}

interface Manifest {
  run: string
  documents: number
  objects: { key: string; documents: number; bytes: number }[]
}

export function listManifests({ objects }: S3Server): Manifest[] {
  const found = [...objects].filter(([key]) => key.includes('_manifests/'))
  return found.map(([, bytes]) => JSON.parse(bytes.toString()) as Manifest)
}

/** What a reader has who goes by the manifests. */
export function loadByManifests(server: S3Server): Document[] {
  return listManifests(server)
    .flatMap(({ objects }) => objects)
    .flatMap(({ key }) => {
      const bytes = server.objects.get(key)!
      const text = (key.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
      return text
        .trimEnd()
        .split('\n')
        .map((line) => parseJson(line) as Document)
    })
}

function tagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`
}

function asXml(root: string, inner: string, status = 200): StandInAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inner}</${root}>`
  return { status, headers: { 'content-type': 'application/xml' }, body }
}

function fail(status: number, code: string, message: string): StandInAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`
  return { status, headers: { 'content-type': 'application/xml' }, body }
}
