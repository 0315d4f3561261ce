/** One request the org answered, for tests to read. Bodies and Authorization headers are never kept. */
export interface LoggedRequest {
  method: string
  /** Path and query as sent. */
  url: string
  status: number
  /** The statement of a query, decoded. */
  soql?: string
  /** Bytes of the request line's URI, and of it with all headers. */
  uriBytes: number
  headBytes: number
  /** Bytes of the body as sent over the wire. */
  responseBytes: number
  /** The org's time, in milliseconds. */
  at: number
  /** The subrequests of a composite call. */
  subrequests?: LoggedSubrequest[]
}

export type LoggedSubrequest = Pick<LoggedRequest, 'method' | 'url' | 'status' | 'soql'>

export interface RequestLog {
  add(entry: LoggedRequest): void
  entries(): LoggedRequest[]
  clear(): void
}

/** The newest requests, oldest first. */
export function openRequestLog(): RequestLog {
  let entries: LoggedRequest[] = []
  return {
    add(entry) {
      entries.push(entry)
      if (entries.length > MAX_ENTRIES) entries = entries.slice(-MAX_ENTRIES / 2)
    },
    entries: () => entries,
    clear() {
      entries = []
    },
  }
}

/** Bounds the memory of an org that runs for long. */
const MAX_ENTRIES = 20_000
