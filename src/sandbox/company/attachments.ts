import type { Random } from '../random.js'
import type { Store, StoredRecord } from '../terms.js'
import { fileValues } from './files.js'
import type { Owners } from './people.js'
import { pickMoment } from './words/dates.js'
import { fileBytes } from './words/file-bytes.js'

/** Files of before there were ContentDocuments, each on a record. */
export function buildAttachments(
  store: Store,
  random: Random,
  count: number,
  from: { records: StoredRecord[]; owners: Owners },
): void {
  for (let n = 0; n < count; n++) {
    const parent = random.pick(from.records)
    const { path, values } = fileValues(random, from.owners)
    const { PathOnClient: _path, ...people } = values
    store.insert(
      'Attachment',
      { ...people, Name: path, ParentId: parent.id },
      { at: pickMoment(random, parent.createdAt), blob: fileBytes(random, path) },
    )
  }
}
