import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { startCli } from '../support/run-cli.js'
import { makeTempFolder } from '../support/temp-folder.js'

/** Makes node say every module it loads: `loaded file:///…`, at once, for a process may end before its stream is written. */
const spy = `
import { register } from 'node:module'
register('data:text/javascript,' + encodeURIComponent(\`
  import { writeSync } from 'node:fs'
  export async function load(url, context, next) {
    writeSync(2, 'loaded ' + url + '\\\\n')
    return next(url, context)
  }
\`))
`

/**
 * The modules that a command line loads in a folder of its own with these files, as the bundle names them above each:
 * `../node_modules/got/dist/source/index.js`, `cli/main.js`.
 */
async function loadedBy(
  args: string[],
  env: NodeJS.ProcessEnv = {},
  files: Record<string, string> = {},
): Promise<string[]> {
  const folder = await makeTempFolder()
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text)
  await mkdir(path.join(folder, 'spy'))
  await writeFile(path.join(folder, 'spy/spy.mjs'), spy)
  const NODE_OPTIONS = `--import ${pathToFileURL(path.join(folder, 'spy/spy.mjs')).href}`
  const { stderr } = await startCli(args, { cwd: folder, env: { ...env, NODE_OPTIONS } }).ended
  const loaded = stderr.split('\n').flatMap((line) => /^loaded (file:.*\/dist\/.*)/.exec(line)?.[1] ?? [])
  const texts = await Promise.all(loaded.map((url) => readFile(fileURLToPath(url), 'utf8')))
  return texts.flatMap((text) =>
    [...text.matchAll(/^(?: {2})?\/\/ ((?:\.\.\/node_modules|\w+)\/\S+\.\w?js)$/gm)].map((found) => found[1]!),
  )
}

function librariesOf(modules: string[]): Set<string> {
  return new Set(modules.flatMap((module) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module)?.[1] ?? []))
}

describe('help and version', () => {
  test.each(['--help', '--version', 'sync --help'])(
    'load no library but commander, and no other folder: %s',
    async (words) => {
      const loaded = await loadedBy(words.split(' '))
      expect([...librariesOf(loaded)]).toEqual(['commander'])
      const folders = loaded.filter((module) => !module.startsWith('..')).map((module) => module.split('/')[0])
      expect([...new Set(folders)]).toEqual(['cli'])
    },
  )
})

describe('a command loads no library it has no use for', () => {
  const env = { SF_EXTRACT_LOGIN_URL: 'http://127.0.0.1:9', SF_EXTRACT_RETRY_ATTEMPTS: '1' }
  const settings = JSON.stringify({ client_id: 'id', client_secret: 'some-secret' }, undefined, 2)

  test.each([
    ['status --json', ['got', 'yaml', 'pino', 'ora']],
    ['sync --quiet', ['yaml', 'pino', 'ora', 'cli-table3']],
    ['sync --log-format json', ['yaml', 'pino', 'ora', 'cli-table3']],
  ])('%s', async (words, unused) => {
    const loaded = librariesOf(await loadedBy(words.split(' '), env, { '.salesforcerc': settings }))
    expect(loaded).toContain('zod')
    expect(unused.filter((library) => loaded.has(library))).toEqual([])
  })
})
