import type { LoggedRequest } from '../../src/sandbox/http/request-log.js'

/** The describes among requests, as `status name`; the list of sObjects is `*`. */
export function describesOf({ requests }: { requests: LoggedRequest[] }): string[] {
  return requests.flatMap(({ url, status }) => {
    const name = /\/sobjects\/?(\w*)/.exec(url)?.[1]
    return name === undefined ? [] : [`${status} ${name === '' ? '*' : name}`]
  })
}
