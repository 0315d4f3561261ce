import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { startCli } from '../support/run-cli.js'
import { makeTempFolder } from '../support/temp-folder.js'

/** Makes node say every module it loads: `loaded file:///…`. */
const spy = `
import { register } from 'node:module'
register('data:text/javascript,' + encodeURIComponent(\`
  export async function load(url, context, next) {
    process.stderr.write('loaded ' + url + '\\\\n')
    return next(url, context)
  }
\`))
`

async function loadedBy(...args: string[]): Promise<string[]> {
  const folder = await makeTempFolder()
  await mkdir(path.join(folder, 'spy'))
  await writeFile(path.join(folder, 'spy/spy.mjs'), spy)
  const NODE_OPTIONS = `--import ${pathToFileURL(path.join(folder, 'spy/spy.mjs')).href}`
  const { stderr } = await startCli(args, { cwd: folder, env: { NODE_OPTIONS } }).ended
  return stderr.split('\n').flatMap((line) => /^loaded (file:.*)/.exec(line)?.[1] ?? [])
}

describe('help and version', () => {
  test.each(['--help', '--version', 'sync --help'])(
    'load no library but commander, and no other room: %s',
    async (words) => {
      const loaded = await loadedBy(...words.split(' '))
      const libraries = new Set(loaded.flatMap((url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []))
      expect([...libraries]).toEqual(['commander'])
      const rooms = new Set(loaded.flatMap((url) => /\/dist\/(\w+)/.exec(url)?.[1] ?? []))
      expect([...rooms]).toEqual(['cli'])
    },
  )
})
