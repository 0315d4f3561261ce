import { resolve, sep } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderFolderPath, renderSegment } from '../../../src/sinks/files/folder-path.js'

const names = fc.oneof(
  fc.string(),
  fc.array(fc.nat({ max: 0xffff }), { maxLength: 200 }).map((units) => String.fromCharCode(...units)),
  fc.string({ unit: fc.constantFrom('.', '/', '\\', ' ', '~', '\0', '\n', 'a', '_', '\ud800') }),
)

describe('the folder of a parent path', () => {
  it.each([
    ['/Standard Objects/Account/', 'Standard Objects/Account'],
    ['/Custom Objects/Invoice__c/', 'Custom Objects/Invoice__c'],
    ['/', '.'],
    ['', '.'],
    ['//Standard Objects//Case', 'Standard Objects/Case'],
  ])('of %j is %j', (parentPath, folder) => {
    expect(renderFolderPath(parentPath)).toBe(folder)
  })

  it('lies inside the output folder, whatever the org calls its objects', () => {
    fc.assert(
      fc.property(fc.array(names), (path) => {
        const folder = resolve('/out', renderFolderPath(`/${path.join('/')}/`))
        expect(folder === '/out' || folder.startsWith(`/out${sep}`)).toBe(true)
      }),
    )
  })
})

describe('a name from the org', () => {
  it.each([
    '..',
    '.',
    '../x__c',
    String.raw`..\x__c`,
    '/etc/passwd',
    'a\nb',
    'a\0b',
    '.hidden',
    '.sf-extract',
    'dots..',
    'end ',
    ' x',
    'a:b',
    'a~b',
    'CON',
    'nul.txt',
    'com1',
    'nul .txt',
    'COM\u00b9',
    'conout$',
    'a\u2028b',
    'a\u202eb',
    '\ud800',
    'x'.repeat(300),
    'ä'.repeat(100),
    '',
  ])('%j becomes one that every file system takes', (name) => {
    const segment = renderSegment(name)
    expect(segment).not.toMatch(/[/\\:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|^[. ]|[. ]$|^$/u)
    expect(segment).not.toMatch(/^(?:con|prn|aux|nul|con(?:in|out)\$|(?:com|lpt)[\d\u00b9\u00b2\u00b3]) *(?:\.|$)/i)
    expect(Buffer.byteLength(segment)).toBeLessThanOrEqual(120)
  })

  it.each(['Account', 'Invoice__c', 'Standard Objects', 'acme__Größe__c', 'console', 'x'.repeat(120)])(
    '%j stays as it is',
    (name) => expect(renderSegment(name)).toBe(name),
  )

  it('becomes another than any other name', () => {
    fc.assert(
      fc.property(names, names, (a, b) => {
        expect(renderSegment(a) === renderSegment(b)).toBe(a === b)
      }),
    )
    expect(renderSegment('Gro\u0308\u00dfe').normalize()).not.toBe(renderSegment('Gr\u00f6\u00dfe').normalize())
    expect(renderSegment(renderSegment('a/b'))).not.toBe(renderSegment('a/b'))
  })
})
