import { expect, test } from 'vitest'
import { parseFileType } from '../../../src/config/values/file-type.js'

test.each([
  ['pdf', 'pdf'],
  [' .DOCX ', 'docx'],
  ['*.png', 'png'],
  [7, '7'],
  ['7z', '7z'],
])('%s is the type %s', (given, type) => {
  expect(parseFileType(given)).toBe(type)
})

test.each(['', '.', 'a b', 'tar.gz', "x'", { pdf: true }])('%s is none', (given) => {
  expect(() => parseFileType(given)).toThrow(/is no file extension/)
})
