import type { RecordId } from '../terms.js'

/**
 * The 18-character Id of a 15-character one. The three added characters say which letters are upper case, five
 * letters each, the leftmost the lowest bit.
 */
export function renderRecordId(id15: string): RecordId {
  return id15 + [0, 5, 10].map((start) => checkCharacters[upperCaseBits(id15.slice(start, start + 5))]).join('')
}

/** True for an 18-character Id whose last three characters are right, so that its first 15 say it all. */
export function isRecordId(id: string): boolean {
  return /^[A-Za-z0-9]{18}$/.test(id) && renderRecordId(id.slice(0, 15)) === id
}

const checkCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

function upperCaseBits(letters: string): number {
  let bits = 0
  for (let at = 0; at < letters.length; at++) {
    const unit = letters.charCodeAt(at)
    if (unit >= 65 && unit <= 90) bits |= 1 << at
  }
  return bits
}
