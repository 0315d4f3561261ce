import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { listPages, renderPage, tables } from '../scripts/docs-tables.js'
import { commands } from '../src/cli/commands.js'
import { buildProgram } from '../src/cli/program.js'
import { errorCodes } from '../src/errors/codes.js'
import { FAULTS } from '../src/sandbox/faults/faults.js'

const pages = listPages().map((file) => ({ file, text: readFileSync(file, 'utf8') }))

describe('the documentation', () => {
  test.each(pages)('$file has its tables as the code has them', ({ text }) => {
    expect(renderPage(text)).toBe(text)
  })

  test('has a place for each table', () => {
    const all = pages.map(({ text }) => text).join('\n')
    expect(Object.keys(tables).filter((name) => !all.includes(`<!-- end of ${name} -->`))).toEqual([])
  })

  test('has every error code in its table', () => {
    expect(errorCodes.filter((code) => !tables['error codes']!().includes(`| \`${code}\` |`))).toEqual([])
  })

  test('has every fault of the embedded org in its table', () => {
    const { text } = pages.find(({ file }) => file === 'docs/embedded-org.md')!
    expect(Object.keys(FAULTS).filter((name) => !text.includes(`\n| \`${name}\` |`))).toEqual([])
  })

  test('names only exports that a program finds, and all of them', async () => {
    const { text } = pages.find(({ file }) => file === 'docs/library.md')!
    const rows = text.split('\n').filter((line) => line.startsWith('| `'))
    const named = rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`(\w+)`/g)].map(([, name]) => name))
    expect(named.toSorted()).toEqual(Object.keys(await import('../src/index.js')).toSorted())
  })

  test.each(pages)('every link of $file leads to a file and a heading that exist', ({ file, text }) => {
    const links = [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!)
    const broken = links.filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(file, link))
    expect(broken).toEqual([])
  })

  test.each(pages)('every command and flag named in $file exists in the program', async ({ text }) => {
    const flags = await flagsOfCommands()
    expect(codeOf(text).flatMap((code) => unknownWords(code, flags))).toEqual([])
  })

  test('names only npm scripts there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
    const named = pages.flatMap(({ text }) => [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!))
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([])
  })

  test('names only files there are', () => {
    const named = pages.flatMap(({ text }) =>
      [...text.matchAll(/(?<![\w./-])((?:examples|src|test|scripts)\/[\w./-]*\w)/g)].map(([, name]) => name!),
    )
    expect(named.length).toBeGreaterThan(3)
    expect(named.filter((name) => !existsSync(path.resolve(name)))).toEqual([])
  })
})

function leadsSomewhere(file: string, link: string): boolean {
  const [name = '', anchor] = link.split('#')
  const target = name === '' ? file : path.join(path.dirname(file), name)
  if (!existsSync(target)) return false
  return anchor === undefined || anchorsOf(readFileSync(target, 'utf8')).includes(anchor)
}

/** The anchors GitHub gives to headings. */
function anchorsOf(text: string): string[] {
  const headings = [...withoutBlocks(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading!)
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  )
}

function withoutBlocks(text: string): string {
  return text.replaceAll(/^```[^]*?^```/gm, '')
}

/** The lines of code blocks, and inline code. */
function codeOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```\w*\n([^]*?)^```/gm)].flatMap(([, block]) => block!.split('\n'))
  return [...blocks, ...[...withoutBlocks(text).matchAll(/`([^`]+)`/g)].map(([, code]) => code!)]
}

/** The long flags of each command, and under the empty name those of the program itself. */
async function flagsOfCommands(): Promise<Map<string, string[]>> {
  const nowhere = { write: () => true }
  const program = await buildProgram([], noAct, { stdout: nowhere, stderr: nowhere })
  const flags = new Map([['', longFlags(program)]])
  for (const { usage, load } of commands) {
    const command = new Command()
    ;(await load()).register(command, noAct)
    flags.set(usage.split(' ')[0]!, longFlags(command))
  }
  return flags
}

const noAct = () => async () => {}

function longFlags({ options }: Command): string[] {
  return ['--help', ...options.map(({ long }) => long!)]
}

/** What a piece of code says to sf-extract that the program doesn't know: `sync --everything`. */
function unknownWords(code: string, flags: Map<string, string[]>): string[] {
  const lone = /^--[a-z][a-z-]*/.exec(code)?.[0]
  if (lone !== undefined) return [...flags.values()].flat().includes(lone) ? [] : [lone]
  return [...code.matchAll(/(?<![\w./-])sf-extract(?: ([^|&;#]*))?(?![\w.-])/g)].flatMap(([, rest = '']) => {
    const name = /^[a-z]+/.exec(rest)?.[0] ?? ''
    const known = flags.get(name)
    if (known === undefined) return [`sf-extract ${name}`]
    const named = [...rest.matchAll(/(?<= |^)--[a-z][a-z-]*/g)].map(([flag]) => flag)
    return named.filter((flag) => !known.includes(flag)).map((flag) => `${name} ${flag}`)
  })
}
