import { createHash } from 'node:crypto'
import type { Call, Reply } from '../../http/call.js'

/**
 * An answer that knows since when it is as it is, in milliseconds: 304 without a body to If-Modified-Since and
 * If-None-Match where nothing changed, 412 to If-Unmodified-Since and If-Match where something did (REST API Developer
 * Guide, "Conditional Request Headers"). `hasTag` adds an ETag.
 */
export function answerIfChanged(call: Call, changedAt: number, render: () => unknown, hasTag = call.inner): Reply {
  const headers: Record<string, string> = { 'Last-Modified': new Date(changedAt).toUTCString() }
  if (hasTag) headers['ETag'] = `"${createHash('sha1').update(`${call.url} ${changedAt}`).digest('base64')}"`
  const given = (name: string) => call.headers[name] ?? ''
  const stamp = Math.floor(changedAt / 1000) * 1000
  if (stamp > Date.parse(given('if-unmodified-since'))) return { status: 412, headers }
  if (hasTag && isOther(given('if-match'), headers['ETag'])) return { status: 412, headers }
  const isSame = hasTag && given('if-none-match') !== '' && !isOther(given('if-none-match'), headers['ETag'])
  if (isSame || stamp <= Date.parse(given('if-modified-since'))) return { status: 304, headers }
  return { status: 200, headers, json: render() }
}

/** Whether tags are named and this is none of them. */
function isOther(named: string, tag: string | undefined): boolean {
  if (named === '' || named.trim() === '*') return false
  return !named.split(',').some((each) => each.trim().replace(/-gzip(?="$)/, '') === tag)
}
