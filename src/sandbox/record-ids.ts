/**
 * The 18-character Id of the record number `sequence` (from 1) of the sObject with this three-character key prefix.
 * The order of Ids is the order of numbers.
 */
export function recordId(keyPrefix: string, sequence: number): string {
  const start = keyPrefix + INSTANCE
  for (let place = 0; place < start.length; place++) SCRATCH[place] = start.charCodeAt(place)
  let rest = sequence
  for (let place = SHORT_LENGTH - 1; place >= start.length; place--) {
    SCRATCH[place] = DIGITS[rest % 62]!
    rest = Math.floor(rest / 62)
  }
  return withChecksum(SCRATCH)
}

/** The 18-character form of a 15-character Id; anything else comes back as it is. */
export function toLongId(id: string): string {
  return id.length === SHORT_LENGTH ? withChecksum(Buffer.from(id.padEnd(LONG_LENGTH), 'latin1')) : id
}

/** Fills the last three characters: which of five are capitals, so that Ids stay apart where case is lost. */
function withChecksum(id: Buffer): string {
  for (let group = 0; group < 3; group++) {
    let capitals = 0
    for (let place = 0; place < 5; place++) {
      const code = id[group * 5 + place]!
      if (code >= 65 && code <= 90) capitals |= 1 << place
    }
    id[SHORT_LENGTH + group] = CHECKSUM[capitals]!
  }
  return id.toString('latin1')
}

const DIGITS = Buffer.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
const CHECKSUM = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345')
/** Characters 4 to 6 of an Id name the instance; every Id of this org has these. */
const INSTANCE = '5g0'
const SHORT_LENGTH = 15
const LONG_LENGTH = 18
/** Ids are made one at a time by the hundred thousand. */
const SCRATCH = Buffer.alloc(LONG_LENGTH)
