/** The bytes of files, which no query returns. */
import type { Readable } from 'node:stream'
import { isExtractError } from '../../errors/extract-error.js'
import type { Api } from '../http/api.js'
import { saveBody } from '../http/save-body.js'
import type { FileBlob, FileTarget } from '../org.js'

/** Links to other stores (`ContentUrl`) and purged files have no blob: 404. */
export async function saveFile(
  api: Api,
  sobjectsPath: string,
  { sobject, id }: FileBlob,
  target: FileTarget,
): Promise<number | undefined> {
  if (!/^\w+$/.test(id)) return undefined
  try {
    const read = (body: Readable) => saveBody(body, target.path, target.maxBytes)
    const path = `${sobjectsPath}/${sobject}/${id}/${blobFields[sobject]}`
    const { body } = await api.call({ path, sobject: target.sobject, headers: { accept: '*/*' }, read })
    return body as number
  } catch (error) {
    if (isExtractError(error, 'OBJECT_NOT_FOUND')) return undefined
    throw error
  }
}

const blobFields: Record<FileBlob['sobject'], string> = { ContentVersion: 'VersionData', Attachment: 'Body' }
