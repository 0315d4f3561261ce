import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExactNumber, parseJson, renderJson } from '../src/exact-json.js'

/** JSON numbers of every length, with and without a fraction and an exponent. */
const numberText = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.stringMatching(/^(?:0|[1-9]\d{0,24})$/),
    fc.stringMatching(/^(?:|\.\d{1,24})$/),
    fc.stringMatching(/^(?:|[eE][+-]?\d{1,3})$/),
  )
  .map((parts) => parts.join(''))

describe('numbers of JSON', () => {
  test.each([
    ['999999999999999999', '999999999999999999'],
    ['-9007199254740993', '-9007199254740993'],
    ['1234567890123456.78', '1234567890123456.78'],
    ['12345678901234567890', '12345678901234567890'],
    ['0.1234567890123456789', '0.1234567890123456789'],
    ['1234567890123456.780', '1234567890123456.78'],
    ['0.000000123456789012345678', '1.23456789012345678e-7'],
    ['1234567890123456789012345', '1.234567890123456789012345e+24'],
    ['1e400', '1e+400'],
    ['-1.50E-400', '-1.5e-400'],
    ['1.0', '1'],
    ['100.0', '100'],
    ['1E+2', '100'],
    ['-0', '0'],
    ['-0.00000000000000000', '0'],
    ['10000000000000000', '10000000000000000'],
    ['0.1', '0.1'],
    ['1e21', '1e+21'],
  ])('%s is written as %s', (given, written) => {
    expect(renderJson(parseJson(given))).toBe(written)
  })

  test('keep their value, whatever their length', () => {
    fc.assert(
      fc.property(numberText, (text) => {
        const written = renderJson(parseJson(`{"a":[${text}]}`))
        expect(decimalOf(written.slice(6, -2))).toEqual(decimalOf(text))
      }),
    )
  })

  test('are doubles where these print the same digits, so that one value has one text', () => {
    fc.assert(
      fc.property(numberText, (text) => {
        const value = parseJson(text)
        const double = Number(text)
        const isHeld = Number.isFinite(double) && sameDecimal(text, String(double))
        expect(value instanceof ExactNumber ? 'exact' : value).toBe(isHeld ? double : 'exact')
        // The same value written another way.
        const longer = /[.eE]/.test(text) ? text : `${text}.000`
        expect(renderJson(parseJson(longer))).toBe(renderJson(value))
      }),
    )
  })

  test('leave everything else as JSON.parse has it', () => {
    const texts = fc.oneof(fc.string(), numberText, fc.constantFrom('"', '\\', ':9999999999999999999,', '\\"[1e400'))
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 2 }), texts, fc.nat(6), (json, text, indent) => {
        const value = { [text]: [text, json], number: 0 }
        const plain = JSON.stringify(value, undefined, indent)
        const long = plain.replace(/"number":( ?)0/, '"number":$1999999999999999999')
        expect(JSON.parse(renderJson(parseJson(plain)))).toEqual(JSON.parse(plain))
        const parsed = parseJson(long) as { number: unknown }
        expect(JSON.parse(renderJson({ ...parsed, number: 0 }))).toEqual(JSON.parse(plain))
        expect(renderJson({ number: parsed.number })).toBe('{"number":999999999999999999}')
      }),
    )
  })

  test('do not make JSON of what is none', () => {
    const wrong = [
      '{1234567890123456789:1}',
      '[12345678901234567.1.2]',
      '[01234567890123456789]',
      '1234567890123456789"',
    ]
    for (const text of wrong) expect(() => parseJson(text)).toThrow(SyntaxError)
  })

  test('are found at any depth and under any key', () => {
    const depth = 100_000
    let value = parseJson(`${'['.repeat(depth)}1234567890123456789${']'.repeat(depth)}`)
    while (Array.isArray(value)) value = value[0]
    expect(String(value)).toBe('1234567890123456789')
    expect(renderJson(parseJson('{"__proto__":1234567890123456789}'))).toBe('{"__proto__":1234567890123456789}')
  })

  test('are texts of their digits to whoever knows only JSON.stringify', () => {
    expect(JSON.stringify(parseJson('[1234567890123456789]'))).toBe('["1234567890123456789"]')
  })
})

/** The value as an integer and a power of ten, without zeros at its end. */
function decimalOf(text: string): { digits: bigint; power: number } {
  const [, sign, whole, fraction = '', power = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE](.+))?$/.exec(text)!
  const digits = BigInt(whole! + fraction).toString()
  const short = digits.replace(/0+$/, '')
  if (short === '') return { digits: 0n, power: 0 }
  const value = BigInt(short)
  return {
    digits: sign === '-' ? -value : value,
    power: Number(power) - fraction.length + digits.length - short.length,
  }
}

function sameDecimal(one: string, other: string): boolean {
  const [a, b] = [decimalOf(one), decimalOf(other)]
  return a.digits === b.digits && a.power === b.power
}
