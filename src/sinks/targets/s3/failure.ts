import { isExtractError } from '../../../errors/extract-error.js'
import { messageOf } from '../../../network/message-of.js'
import type { Busy } from '../patience.js'
import { parseRetryAfter } from '../../../network/retry-after.js'
import { targetFailed } from '../target-failed.js'

/** What the package throws: the answer of the service, or what kept it from coming. */
interface S3Error extends Error {
  $metadata?: { httpStatusCode?: number }
  $response?: { headers?: Record<string, string> }
}

export function statusOf(cause: unknown): number | undefined {
  return (cause as S3Error).$metadata?.httpStatusCode
}

/** What may pass; throws TARGET_FAILED for what doesn't. Codes are those of "Error responses" of Amazon S3. */
export function readS3Failure(cause: unknown, name: string): Busy {
  if (isExtractError(cause)) throw cause
  const { name: code, message, $response } = cause as S3Error
  const status = statusOf(cause)
  if (code === 'CredentialsProviderError') throw targetFailed(name, 'has no credentials to be used with', keys, cause)
  if (/region is missing/i.test(message)) throw targetFailed(name, 'has no region', regions, cause)
  if (status === undefined) return { reason: `gives no answer (${messageOf(cause as Error)})` }
  const said = /^(?:UnknownError|Unknown)?$/.test(message) ? code : `${code}: ${message}`
  const reason = `answers with HTTP ${status}: ${said}`
  if (status === 429 || status >= 500 || passing.has(code)) {
    return { reason, waitMs: parseRetryAfter({ status, headers: $response?.headers ?? {} }) }
  }
  const hint = status === 401 || status === 403 ? rights : hints[status]
  throw targetFailed(name, reason, hint ?? 'Check the address of the target.', cause)
}

const passing = new Set(['RequestTimeout', 'OperationAborted', 'ConditionalRequestConflict'])

const keys =
  'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE; or give the keys in to_username and to_password.'
const regions = 'Write it into the address, s3://BUCKET/PREFIX?region=eu-central-1, or set AWS_REGION.'
const rights =
  'Check the keys, and what they may do: s3:PutObject, s3:GetObject and s3:AbortMultipartUpload on the prefix, ' +
  's3:ListBucket on the bucket.'
const hints: Record<number, string> = {
  301: 'The bucket is in another region: name it with ?region= in the address.',
  404: 'There is no such bucket: make it, or correct its name, region or endpoint in the address.',
}
