import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Document } from '../../terms.js'

/**
 * The folder of a parent path, relative to the output folder: `/Standard Objects/Account/` is `Standard
 * Objects/Account`. Whatever an org calls its objects, the folder lies inside the output folder, and two paths make
 * two folders.
 */
export function renderFolderPath(parentPath: string): string {
  return join(
    '.',
    ...parentPath
      .split('/')
      .filter((segment) => segment !== '')
      .map(renderSegment),
  )
}

/** Documents by the folder they belong into, in their order. */
export function groupByFolder(documents: Document[]): Map<string, Document[]> {
  const groups = new Map<string, Document[]>()
  for (const document of documents) {
    const folder = renderFolderPath(document.system.parent_path)
    const group = groups.get(folder)
    if (group === undefined) groups.set(folder, [document])
    else group.push(document)
  }
  return groups
}

/**
 * One name as a file system takes it. A name that had to be changed gets a hash of what it was; the mark before the
 * hash is changed too where a name has it, so no name passes for the changed form of another; nor does one that differs
 * in how its accents are composed, which macOS takes for the same.
 */
export function renderSegment(name: string): string {
  let clean = name
    .normalize('NFC')
    .replaceAll(unsafe, '_')
    .replaceAll(/^[. ]+|[. ]+$/g, '_')
  if (clean === '' || deviceName.test(clean)) clean = `_${clean}`
  if (clean === name && Buffer.byteLength(name) <= longestBytes) return name
  const hash = createHash('sha256').update(name, 'utf16le').digest('hex').slice(0, 16)
  return `${cut(clean, longestBytes - hash.length - mark.length)}${mark}${hash}`
}

const mark = '~'
/** File systems take 255 bytes; the rest is room for what is added to names. */
const longestBytes = 120
/** Separators, what Windows refuses, control and format characters, line ends, halves of characters, and the mark. */
const unsafe = /[/\\:*?"<>|~\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu
/** Windows also takes superscript digits, and doesn't see spaces before the dot. */
const deviceName = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³]) *(?:\.|$)/i

function cut(text: string, bytes: number): string {
  let kept = ''
  let length = 0
  for (const character of text) {
    length += Buffer.byteLength(character)
    if (length > bytes) break
    kept += character
  }
  return kept
}
