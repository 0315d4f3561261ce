/**
 * An id as Meilisearch takes it: it allows letters, digits, `-` and `_` ("Primary key"). Each other sign is `_` and its
 * bytes in hexadecimal digits, so that the second passage of a record, `001…#2`, is `001…_232`. Ids of records and
 * directories stay as they are.
 */
export function renderDocumentId(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9_-]/gu, (sign) => `_${Buffer.from(sign).toString('hex')}`)
}
