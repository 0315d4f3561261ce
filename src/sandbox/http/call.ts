import type { LoggedSubrequest } from './request-log.js'
import type { Session } from '../sessions.js'

/** One request as the routes see it: an outer one, or a subrequest of a composite. */
export interface Call {
  method: string
  /** The path as sent, with its query. */
  url: string
  /** The decoded path without the query, without a trailing slash. */
  path: string
  query: URLSearchParams
  headers: Record<string, string | undefined>
  body: string
  /** What the caller asked for by the suffix of the path or by Accept. */
  format: 'json' | 'xml'
  /** `62.0`; empty outside /services/data. */
  version: string
  session: Session | undefined
  /** A subrequest of a composite: no usage of its own, no transport faults. */
  inner: boolean
}

/** What a route answers; at most one of json, html, text and bytes. */
export interface Reply {
  status: number
  headers?: Record<string, string>
  json?: unknown
  html?: string
  /** Its Content-Type is among the headers. */
  text?: string
  bytes?: Buffer
  /** What a composite call was made of, for the log. */
  subrequests?: LoggedSubrequest[]
}

/**
 * The call made of a request line, headers and body. More slashes than one at the beginning are one, as production has
 * it; within the path they are none. `.json` and `.xml` at its end say what comes back.
 */
export function buildCall(
  request: Pick<Call, 'method' | 'url' | 'headers' | 'body'> & Partial<Pick<Call, 'session' | 'inner'>>,
): Call {
  const cut = request.url.indexOf('?')
  const rawPath = cut < 0 ? request.url : request.url.slice(0, cut)
  const whole = decodePath(rawPath)
    .replace(/^\/+/, '/')
    .replace(/(?<=.)\/$/, '')
  const suffix = /^\/services\/data\b.*\.(json|xml)$/.exec(whole)?.[1]
  const path = suffix === undefined ? whole : whole.slice(0, -suffix.length - 1)
  return {
    ...request,
    path,
    query: new URLSearchParams(cut < 0 ? '' : request.url.slice(cut + 1)),
    format: suffix === 'xml' || (suffix === undefined && prefersXml(request.headers['accept'])) ? 'xml' : 'json',
    version: /^\/services\/data\/v(\d+\.\d+)(?:\/|$)/.exec(path)?.[1] ?? '',
    session: request.session,
    inner: request.inner ?? false,
  }
}

/** What the addresses of what a call asks for begin with: the API's version, of the Tooling API that one. */
export function restBase({ version, path }: Call): string {
  const base = `/services/data/v${version}`
  return /^\/tooling(?:\/|$)/.test(path.slice(base.length)) ? `${base}/tooling` : base
}

/** JSON is what comes unless XML is named, and named first. */
function prefersXml(accept = ''): boolean {
  const [first] = /\b(?:application\/(?:xml|json)|text\/xml)\b|\*\/\*/i.exec(accept) ?? []
  return first?.toLowerCase().endsWith('/xml') ?? false
}

/** A slash that was encoded is part of a value, and stays as it came. */
function decodePath(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll(/%2f/gi, '%252F'))
  } catch {
    return path
  }
}
