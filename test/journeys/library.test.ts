import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installPackage } from '../support/install-package.js'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { parseLines } from '../support/output-files.js'
import { recordIds } from '../support/written.js'

const run = promisify(execFile)
const root = path.resolve('.')
const compiler = path.join(
  path.dirname(createRequire(import.meta.url).resolve('typescript-compiler/package.json')),
  'bin',
  'tsc',
)

/** As a program that embeds the extractor has it: strict, and the published types are checked too. */
const compilerOptions = {
  target: 'ES2023',
  lib: ['ES2023'],
  module: 'NodeNext',
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
}

const pageExamples = [...readFileSync('docs/library.md', 'utf8').matchAll(/^```ts\n([^]*?)^```/gm)].map(
  ([, text]) => text!,
)

const soqlProgram = `
import { atLeast, soql, stamp } from 'sf-extract/soql'
const recent = atLeast('LastModifiedDate', stamp('2026-01-05T09:30:00.000Z'))
process.stdout.write(soql('Account').id().fields(['Name']).where(recent).text())
`

let compiled: string

/** The compiler takes longer for its libraries than for all programs together. */
beforeAll(async () => {
  compiled = await mkdtemp(path.join(tmpdir(), 'sf-extract-test-'))
  await installPackage(compiled, ['@types/node'])
  await copyFile(path.join(root, 'examples', 'own-sink.ts'), path.join(compiled, 'own-sink.ts'))
  await writeFile(path.join(compiled, 'statement.ts'), soqlProgram)
  for (const [at, text] of pageExamples.entries()) await writeFile(path.join(compiled, `example-${at}.ts`), text)
  await writeFile(path.join(compiled, 'package.json'), JSON.stringify({ type: 'module' }))
  await writeFile(path.join(compiled, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  const { stdout } = await run(process.execPath, [compiler, '-p', compiled]).catch((error: { stdout: string }) => error)
  if (stdout !== '') throw new Error(stdout)
}, unhurried.timeout)

afterAll(() => rm(compiled, { recursive: true }))

describe('the package as it is published', unhurried, () => {
  test("runs a sync into a program's own sink, typed, and a second run gives nothing more", async () => {
    const journey = await openJourney({ records: 60 })
    expect(await runProgram('own-sink.js', journey)).toMatch(/^done: [1-9]\d* written, 0 deleted\n$/)
    const text = await loadWritten(journey)
    const accounts = [...journey.sandbox.store.rows('Account')].map(({ id }) => id)
    expect(recordIds(parseLines(text), 'Account').toSorted()).toEqual(accounts.toSorted())

    journey.pass(60)
    expect(await runProgram('own-sink.js', journey)).toBe('done: 0 written, 0 deleted\n')
    expect(await loadWritten(journey)).toBe(text)
  })

  test('writes SOQL from an entry of its own', async () => {
    const journey = await openJourney()
    expect(await runProgram('statement.js', journey)).toBe(
      'SELECT Id, Name FROM Account WHERE LastModifiedDate >= 2026-01-05T09:30:00.000Z',
    )
  })
})

describe('the page about the library', unhurried, () => {
  test('has examples that are typed and run as they stand', async () => {
    const journey = await openJourney({ records: 0 })
    const { store, clock } = journey.sandbox
    const { id } = store.insert('Account', { Name: "O'Neill & Sons" })
    clock.advance(60_000)
    const printed = []
    for (const at of pageExamples.keys()) printed.push(await runProgram(`example-${at}.js`, journey))
    expect(printed).toEqual([
      expect.stringContaining(`Account ${id}: O'Neill & Sons\n`),
      expect.stringMatching(/^Account: 1, 0 gone\n[^]*done with \d+ API calls\n$/m),
      expect.stringMatching(/^\d+ documents\n$/),
      expect.stringMatching(new RegExp(`^SELECT .*Name = 'O\\\\'Neill & Sons'\n${id} O'Neill & Sons\n$`)),
      expect.stringMatching(/pass 1$/m),
    ])
  })
})

/** Runs one of the compiled programs in a folder of its own. */
async function runProgram(name: string, { folder, env, sandbox }: Journey): Promise<string> {
  sandbox.clock.advance(1_000)
  const { stdout } = await run(process.execPath, [path.join(compiled, name)], {
    cwd: folder,
    env: { ...env, HOME: folder },
  })
  return stdout
}

function loadWritten({ folder }: Journey): Promise<string> {
  return readFile(path.join(folder, 'documents.ndjson'), 'utf8')
}
