import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { codeTable, errorCodes } from '../../src/errors/codes.js'

const sources = readTree('src').filter(({ name }) => !/errors.codes\.ts$/.test(name))
const tests = readTree('test')

test.each(errorCodes)('%s is raised somewhere and tested somewhere', (code) => {
  expect(sources.filter(({ text }) => text.includes(`'${code}'`))).not.toEqual([])
  expect(tests.filter(({ text }) => text.includes(code))).not.toEqual([])
})

test.each(Object.entries(codeTable))('%s is described in sentences', (_, { description }) => {
  expect(description).toMatch(/^[A-Z].*\.$/)
})

function readTree(folder: string): { name: string; text: string }[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  return names.map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }))
}
