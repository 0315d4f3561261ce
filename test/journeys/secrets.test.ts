import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openGoBetween, type Instead, type Passing } from '../support/go-between.js'
import { openJourney, unhurried } from '../support/journey.js'
import { runCli } from '../support/run-cli.js'

const settings = 'standard_objects_to_sync: [Account, Lead]\n'

describe('secret and token', unhurried, () => {
  test('stand nowhere but in the token cache, whatever is logged', async () => {
    const { folder, said, tokens, secret } = await syncWatched({ format: 'text' })
    expect(said).toContain('/services/data/v62.0/')
    expect(tokens.size).toBe(2)
    const files = await allFiles(folder)
    const cache = files.filter((file) => file.startsWith(path.join('.sf-extract', 'tokens')))
    expect(cache).toHaveLength(1)
    expect((await stat(path.join(folder, cache[0]!))).mode & 0o777).toBe(0o600)
    expect((await stat(path.join(folder, '.sf-extract', 'tokens'))).mode & 0o777).toBe(0o700)
    const others = files.filter((file) => !cache.includes(file))
    expect(others.length).toBeGreaterThan(5)
    const texts = [said, ...(await Promise.all(others.map((file) => readFile(path.join(folder, file), 'utf8'))))]
    for (const hidden of [secret, ...tokens]) {
      for (const form of [hidden, encodeURIComponent(hidden), Buffer.from(hidden).toString('base64')]) {
        expect(texts.filter((text) => text.includes(form))).toEqual([])
      }
    }
  })

  test('are blotted out of errors even where the org itself repeats them', async () => {
    const { folder, said, tokens, secret, code } = await syncWatched({
      format: 'json',
      instead: ({ soql, authorization }) =>
        soql?.includes('FROM Lead')
          ? { status: 400, body: [{ errorCode: 'MALFORMED_QUERY', message: `bad header: ${authorization}` }] }
          : undefined,
    })
    expect(code).toBe(4)
    expect(said).toContain('bad header: ')
    const report = await readFile(path.join(folder, 'report.json'), 'utf8')
    for (const hidden of [secret, ...tokens]) {
      expect(said).not.toContain(hidden)
      expect(report).not.toContain(hidden)
    }
  })

  test('with token_cache: false no token is kept at all', async () => {
    const { folder } = await syncWatched({ format: 'text', more: 'token_cache: false\n' })
    expect((await allFiles(folder)).filter((file) => file.includes('tokens'))).toEqual([])
  })
})

interface Watched {
  format: string
  more?: string
  instead?: (passing: Passing) => Instead | undefined
}

/** One run at the most talkative level, whose first session ends in the middle; and what must not be seen of it. */
async function syncWatched({ format, more = '', instead = () => undefined }: Watched) {
  const journey = await openJourney({
    ownProcesses: false,
    records: 40,
    settings: settings + more,
    faults: [{ name: 'expire-session', path: 'FROM Account' }],
  })
  const between = await openGoBetween(journey.sandbox.url, instead)
  const args = [
    'sync',
    '--output',
    'documents',
    '--report',
    'report.json',
    '--log-level',
    'debug',
    '--log-format',
    format,
  ]
  const env = { ...journey.env, SF_EXTRACT_LOGIN_URL: between.url }
  const { code, stdout, stderr } = await runCli(args, { cwd: journey.folder, env })
  const tokens = new Set(between.passed.flatMap(({ authorization }) => authorization?.replace('Bearer ', '') ?? []))
  return { code, folder: journey.folder, said: stdout + stderr, tokens, secret: journey.sandbox.clientSecret }
}

async function allFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
}
