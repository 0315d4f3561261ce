import type { RecordId } from '../terms.js'

/**
 * The 18-character Id of a 15-character one. The three added characters say which letters are upper case, five
 * letters each, the leftmost the lowest bit.
 */
export function renderRecordId(id15: string): RecordId {
  return id15 + checkOf(id15, 0) + checkOf(id15, 5) + checkOf(id15, 10)
}

/** True for an 18-character Id whose last three characters are right, so that its first 15 say it all. */
export function isRecordId(id: string): boolean {
  return (
    /^[A-Za-z0-9]{18}$/.test(id) && id[15] === checkOf(id, 0) && id[16] === checkOf(id, 5) && id[17] === checkOf(id, 10)
  )
}

const checkCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/** The character that says which of five letters are upper case. */
function checkOf(id: string, start: number): string {
  let bits = 0
  for (let at = 0; at < 5; at++) {
    const unit = id.charCodeAt(start + at)
    if (unit >= 65 && unit <= 90) bits |= 1 << at
  }
  return checkCharacters[bits]!
}
