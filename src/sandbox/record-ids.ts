const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const CHECKSUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'
/** Characters 4 to 6 of an Id name the instance; every Id of this org has these. */
const INSTANCE = '5g0'
const SEQUENCE_LENGTH = 9

/**
 * The 18-character Id of the record number `sequence` (from 1) of the sObject with this key prefix. Id order is
 * number order.
 */
export function recordId(keyPrefix: string, sequence: number): string {
  return toLongId(keyPrefix + INSTANCE + toBase62(sequence))
}

/** The 18-character form of a 15-character Id; anything else comes back as it is. */
export function toLongId(id: string): string {
  if (id.length !== 15) return id
  return id + checksumCharacter(id, 0) + checksumCharacter(id, 5) + checksumCharacter(id, 10)
}

function toBase62(sequence: number): string {
  let text = ''
  for (let rest = sequence; rest > 0; rest = Math.floor(rest / 62)) text = DIGITS.charAt(rest % 62) + text
  return text.padStart(SEQUENCE_LENGTH, '0')
}

/** Which of five characters are capitals, as one character: tells Ids apart where case is lost. */
function checksumCharacter(id: string, from: number): string {
  let bits = 0
  for (let place = 0; place < 5; place++) {
    const code = id.charCodeAt(from + place)
    if (code >= 65 && code <= 90) bits |= 1 << place
  }
  return CHECKSUM.charAt(bits)
}
