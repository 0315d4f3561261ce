import { replaceSpans } from './spans.js'

/** Replaces IBANs: as long as their country has them, with a blank or hyphen between groups, and a right checksum. */
export function replaceIbans(text: string, replacement: string): string {
  if (text.length < shortest) return text
  const spans: [number, number][] = []
  let from = 0
  for (const { index } of text.matchAll(checkDigits)) {
    const start = index - 2
    const isBegun = start >= from && isLetter(text, start) && isLetter(text, start + 1) && !isWord(text, start - 1)
    const end = isBegun ? ibanEnd(text, start) : undefined
    if (end === undefined) continue
    spans.push([start, end])
    from = end
  }
  return replaceSpans(text, spans, replacement)
}

const shortest = 15
/** They come after the two letters of the country, and are rarer than letters are. */
const checkDigits = /\d\d+/g

function ibanEnd(text: string, start: number): number | undefined {
  const length = lengths[text.slice(start, start + 2).toUpperCase()]
  if (length === undefined) return undefined
  let characters = ''
  let at = start
  while (characters.length < length) {
    if (isWord(text, at)) characters += text[at]
    else if ((text[at] !== ' ' && text[at] !== '-') || !isWord(text, at - 1)) return undefined
    at += 1
  }
  return isWord(text, at) || !hasRightChecksum(characters.toUpperCase()) ? undefined : at
}

/** A to Z in either case. */
function isLetter(text: string, at: number): boolean {
  const code = text.charCodeAt(at) | 0x20
  return code >= 97 && code <= 122
}

/** A letter or a digit; there is none outside of the text. */
function isWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return (code >= 48 && code <= 57) || isLetter(text, at)
}

/** ISO 13616: the first four characters moved to the end, letters as 10 to 35, the whole modulo 97 is 1. */
function hasRightChecksum(iban: string): boolean {
  let rest = 0
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}

/** By country, from SWIFT's IBAN registry. */
const registry =
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 ' +
  'FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 ' +
  'LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 ' +
  'RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
const lengths: Record<string, number> = Object.fromEntries(
  registry.split(' ').map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
)
