import { makeOutputFolder, documentLine, tombstoneLine, loadTexts } from './output-folder.js'

const contact = { place: '/Standard Objects/Contact/', type: 'Contact' }
const file = { type: 'content_document' }

/** A folder of two directories and a file that has left the first, with what is to be folded in each. */
export function makeHistory(): Promise<string> {
  return makeOutputFolder({
    'Standard Objects/Account/r1-00001.ndjson': [
      documentLine('1', 'a'),
      documentLine('2', 'a'),
      documentLine('f', 'a', file),
    ],
    'Standard Objects/Contact/r1-00002.ndjson': [documentLine('3', 'a', contact)],
    'Standard Objects/Account/r2-00001.ndjson': [tombstoneLine('2'), documentLine('1', 'b')],
    'Standard Objects/ContentDocument/r2-00002.ndjson': [
      tombstoneLine('f', { ...file, place: '/Standard Objects/ContentDocument/' }),
    ],
    'Standard Objects/Contact/r3-00001.ndjson': [tombstoneLine('3', contact), documentLine('4', 'a', contact)],
  })
}

/** What that folder has when it is folded. */
export const foldedHistory = {
  'Standard Objects/Account/r2-00001_current.ndjson': documentLine('1', 'b'),
  'Standard Objects/Contact/r3-00001_current.ndjson': documentLine('4', 'a', contact),
}

/** What a reader of all files has in the end, who takes them by the order of their names. */
export async function readAll(folder: string): Promise<Record<string, string>> {
  const texts = Object.entries(await loadTexts(folder)).map(([path, text]) => ({ name: path.split('/').at(-1)!, text }))
  const current: Record<string, string> = {}
  for (const { text } of texts.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    for (const line of text.split('\n').slice(0, -1)) {
      const { id, deleted } = JSON.parse(line) as { id: string; deleted?: true }
      delete current[id]
      if (deleted === undefined) current[id] = line
    }
  }
  return current
}
