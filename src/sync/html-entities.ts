import { words } from './wishes.js'

/**
 * A text with its character references as the characters they stand for: those of HTML 4, mathematics apart. Others
 * stay as they are. Blanks of fixed width become plain ones, and soft hyphens, which keep a word from being found, go.
 */
export function decodeEntities(text: string): string {
  const decoded = text.replaceAll(reference, (whole, name: string) => characterOf(name) ?? whole)
  return decoded.replaceAll('\u00a0', ' ').replaceAll('\u00ad', '')
}

const reference = /&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,7});/gi

function characterOf(name: string): string | undefined {
  if (!name.startsWith('#')) return characters.get(name) ?? characters.get(name.toLowerCase())
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

/** The names of U+00A0 to U+00FF, in their order. */
const latin1 = words(`
  nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr
  deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest
  Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml
  ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig
  agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml
  eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml`)

const others = words(`
  amp=& lt=< gt=> quot=" apos=' OElig=Œ oelig=œ Scaron=Š scaron=š Yuml=Ÿ zwnj=\u200c zwj=\u200d
  ndash=– mdash=— lsquo=‘ rsquo=’ sbquo=‚ ldquo=“ rdquo=” bdquo=„ lsaquo=‹ rsaquo=›
  bull=• hellip=… permil=‰ euro=€ trade=™ dagger=† Dagger=‡ larr=← rarr=→`)

const characters = new Map([
  ...latin1.map((name, index) => [name, String.fromCodePoint(0xa0 + index)] as const),
  ...others.map((pair) => pair.split('=') as [string, string]),
  ...words('ensp emsp thinsp').map((name) => [name, ' '] as const),
])
