import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { renderReadme } from '../scripts/readme-tables.js'

const readme = readFileSync('README.md', 'utf8')

describe('the README', () => {
  test('has the tables of commands, settings and exit codes as the code has them', () => {
    expect(renderReadme(readme)).toBe(readme)
  })

  test('names only npm scripts there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
    const named = pages().flatMap((text) => [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!))
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([])
  })

  test('names only files there are', () => {
    const named = pages().flatMap((text) =>
      [...text.matchAll(/(?<![\w./-])((?:examples|src|test|scripts)\/[\w./-]*\w)/g)].map(([, name]) => name!),
    )
    expect(named.length).toBeGreaterThan(3)
    expect(named.filter((name) => !existsSync(path.resolve(name)))).toEqual([])
  })
})

function pages(): string[] {
  return ['README.md', 'CONTRIBUTING.md'].map((name) => readFileSync(name, 'utf8'))
}
