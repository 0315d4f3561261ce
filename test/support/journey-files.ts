/** Files of a journey's org, and what runs keep of them in the folder `kept`. */
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Document, FileDocument } from '../../src/terms.js'
import type { Asked, Journey } from './journey.js'

/** Uploads a file to a record, or a new version of the file `of`; gives the Id of the file. */
export function addFile(
  { sandbox: { store } }: Pick<Journey, 'sandbox'>,
  on: string,
  name: string,
  blob: Buffer,
  of?: string,
): string {
  const values = { PathOnClient: name, Title: name.split('.')[0] }
  const first = { ...values, FirstPublishLocationId: on }
  const version = store.insert('ContentVersion', of === undefined ? first : { ...values, ContentDocumentId: of }, {
    blob,
  })
  return String(version.values['ContentDocumentId'])
}

export function filesIn(documents: Document[]): FileDocument[] {
  return documents.filter((document) => document.type === 'content_document') as FileDocument[]
}

/** Their paths below `kept`, without the marks, in order. */
export async function keptFiles({ folder }: Journey): Promise<string[]> {
  const root = path.join(folder, 'kept')
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name !== 'kept-by.json')
    .map(({ name, parentPath }) => path.join(path.relative(root, parentPath), name))
    .toSorted()
}

/** How many files were fetched. */
export function fetchesOf(asked: Asked[]): number {
  return asked.filter(({ url }) => /\/(VersionData|Body)$/.test(url)).length
}
