import type { Reply } from './call.js'

/** What stands before the org answers like this: an HTML page, nothing at all, or the org's own JSON. */
export function renderStatus(status: number, body: 'html' | 'json' | 'empty'): Reply {
  if (body === 'empty') return { status }
  if (body === 'json') return { status, json: [jsonError(status)] }
  const reason = REASONS[status] ?? 'Error'
  return { status, html: `<html><head><title>${status} ${reason}</title></head><body><h1>${reason}</h1></body></html>` }
}

/** The URI, or the URI with all headers, is longer than 16,384 bytes. */
export function renderTooLong(status: 414 | 431): Reply {
  return { status, html: `<h1>Bad Message ${status}</h1><pre>reason: ${REASONS[status]}</pre>` }
}

const REASONS: Record<number, string> = {
  414: 'URI Too Long',
  420: 'We are setting things up',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Down for Maintenance',
}

function jsonError(status: number): Record<string, string> {
  if (status === 503) return { message: 'Server too busy', errorCode: 'SERVER_UNAVAILABLE' }
  return { message: 'An unexpected error occurred.', errorCode: 'UNKNOWN_EXCEPTION' }
}

/** What a browser is told at an address that the org doesn't have. */
export const MISSING_PAGE =
  '<html><head><title>URL No Longer Exists</title></head><body><h1>URL No Longer Exists</h1>' +
  '<p>You have attempted to reach a URL that no longer exists on this server.</p></body></html>'
