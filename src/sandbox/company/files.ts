import type { Random } from '../random.js'
import type { Store, StoredRecord } from '../terms.js'
import { pickMoment } from './words/dates.js'
import { fileBytes } from './words/file-bytes.js'
import { pickPeople, type Owners } from './people.js'

interface FileContext {
  /** What a file can hang on. */
  records: StoredRecord[]
  owners: Owners
}

/** The files: each on a record, some on several, some in a second version, and the odd ones. */
export function buildFiles(store: Store, random: Random, count: number, from: FileContext): void {
  for (let n = 0; n < count; n++) {
    const place = random.pick(from.records)
    const at = pickMoment(random, place.createdAt)
    const odd = ODD_FILES[n]
    const file = fileValues(random, from.owners)
    const path = odd?.path ?? file.path
    const first = odd?.url
      ? store.insert(
          'ContentVersion',
          { ...file.values, PathOnClient: path, ContentUrl: odd.url, FirstPublishLocationId: place.id },
          { at },
        )
      : store.insert(
          'ContentVersion',
          { ...file.values, PathOnClient: path, ...(!odd?.isLoose && { FirstPublishLocationId: place.id }) },
          { at, blob: odd?.isEmpty ? Buffer.alloc(0) : fileBytes(random, path) },
        )
    if (odd) continue
    const documentId = String(first.values['ContentDocumentId'])
    if (random.chance(0.25))
      addVersion(store, random, { documentId, path, at: pickMoment(random, at), values: file.values })
    for (const other of random.chance(0.35) ? pickOthers(random, from.records, place) : []) {
      store.insert('ContentDocumentLink', linkValues(random, documentId, other), {
        at: pickMoment(random, Math.max(at, other.createdAt)),
      })
    }
  }
}

/** A new file: its name on the uploader's disk and the rest of its first version. */
export function fileValues(random: Random, owners: Owners): { path: string; values: Record<string, unknown> } {
  const path = `${random.pick(TITLES)} ${random.integer(1, 999)}.${random.pick(EXTENSIONS)}`
  return { path, values: { PathOnClient: path, ...pickPeople(random, owners) } }
}

/** The link that hangs a file on one more record. */
export function linkValues(random: Random, documentId: string, record: StoredRecord): Record<string, unknown> {
  return {
    ContentDocumentId: documentId,
    LinkedEntityId: record.id,
    ShareType: random.pick(['V', 'C', 'I']),
    Visibility: 'AllUsers',
  }
}

const EXTENSIONS = ['pdf', 'docx', 'txt', 'csv', 'png', 'xlsx', 'pptx', 'html', 'md', 'json', 'jpg']
const TITLES = [
  'Service report',
  'Offer',
  'Photo of the pump',
  'Verträge & Übersicht',
  'Drawing',
  "Customer's log",
  'Protokoll',
  '見積書',
  'Parts list',
  'Meeting notes',
]

interface OddFile {
  path: string
  url?: string
  isEmpty?: boolean
  /** On no record: only its owner has it. */
  isLoose?: boolean
}

const ODD_FILES: readonly (OddFile | undefined)[] = [
  undefined,
  { path: 'Price list on the intranet', url: 'https://intranet.haldenpumps.example/prices' },
  { path: 'Empty.txt', isEmpty: true },
  { path: 'Private notes.md', isLoose: true },
  { path: 'README' },
  { path: 'O\'Brien — "final" offer (v2).docx' },
]

function addVersion(
  store: Store,
  random: Random,
  file: { documentId: string; path: string; at: number; values: Record<string, unknown> },
): void {
  store.insert(
    'ContentVersion',
    {
      ...file.values,
      ContentDocumentId: file.documentId,
      PathOnClient: file.path,
      ReasonForChange: 'Updated after the site visit',
    },
    { at: file.at, blob: fileBytes(random, file.path) },
  )
}

/** One to three records, none twice, not the one the file is on already. */
function pickOthers(random: Random, records: StoredRecord[], place: StoredRecord): Set<StoredRecord> {
  const others = new Set(Array.from({ length: random.integer(1, 3) }, () => random.pick(records)))
  others.delete(place)
  return others
}
