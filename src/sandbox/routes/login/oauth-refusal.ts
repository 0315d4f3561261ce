import type { Reply } from '../../http/call.js'

/** What no cache may keep. */
export const NO_STORE = { 'Cache-Control': 'no-store', Pragma: 'no-cache' }

/** A refusal in the words of OAuth: an object, not the array of the REST API. */
export function refuseOauth(error: string, description: string, status = 400): Reply {
  return { status, headers: NO_STORE, json: { error, error_description: description } }
}
