/**
 * Runs the tests on further releases of Node, each brought from the npm package `node` into a temporary folder:
 *   node scripts/node-versions.mjs                  the whole suite on Node 22 and 24
 *   node scripts/node-versions.mjs --part 24        the part that depends most on the release
 *   node scripts/node-versions.mjs 24 test/state    one release, some tests
 * The command line must be built: `npm run build`.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** What depends most on the release: HTTP, files, processes, streams, and the command line as a process of its own. */
const part = [
  'test/network',
  'test/org/http',
  'test/org/login',
  'test/state',
  'test/sinks/stdout',
  'test/sinks/files/files',
  'test/durable-files.test.ts',
  'test/cli/terminal',
  'test/journeys/main-journey.test.ts',
  'test/journeys/crashes.test.ts',
  'test/journeys/library.test.ts',
]

const words = process.argv.slice(2)
const versions = words.filter((word) => /^\d+$/.test(word))
const named = words.filter((word) => word.startsWith('test'))
const tests = words.includes('--part') ? part : named

try {
  for (const version of versions.length > 0 ? versions : ['22', '24']) runOn(version)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

function runOn(version) {
  const folder = mkdtempSync(path.join(tmpdir(), `sf-extract-node-${version}-`))
  try {
    run('npm', ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', `node@${version}`])
    const bin = path.join(folder, 'node_modules', 'node', 'bin')
    const node = path.join(bin, 'node')
    console.log(`\nNode ${version}: ${tests.length === 0 ? 'every test' : tests.join(' ')}`)
    run(node, ['--version'])
    run(node, [path.join('node_modules', 'vitest', 'vitest.mjs'), 'run', ...tests], bin)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs a command to its end. `bin` stands first on its PATH. Throws where it fails. */
function run(command, args, bin) {
  const PATH = bin === undefined ? process.env.PATH : [bin, process.env.PATH].join(path.delimiter)
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, PATH } })
  if (status !== 0) throw error ?? new Error(`${command} ended with ${status}`)
}
