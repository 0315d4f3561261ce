// Compiles src/ to dist/ from scratch, and bundles the command line in it; no file of an earlier build is left behind. A command
// that is started meanwhile finds the earlier build whole: the new one takes its place when it is done.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { buildPage } from './build-page.mjs'
import { bundleCommandLine } from './bundle.mjs'

// Tests are often run after an install that has built: nothing is to be done where all that goes into it is older.
if (process.argv.includes('--if-older') && isBuilt()) process.exit()

const require = createRequire(import.meta.url)
const compiler = path.join(path.dirname(require.resolve('typescript-compiler/package.json')), 'bin', 'tsc')
const [fresh, former] = ['new', 'old'].map((age) => `dist.${age}-${process.pid}`)
try {
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', fresh], { stdio: 'inherit' })
  const { files, ...parts } = await buildPage()
  const pageModule = `export async function loadPageParts() {\n  return ${JSON.stringify(parts)}\n}\n`
  writeFileSync(path.join(fresh, 'dispatcher', 'page-parts.js'), pageModule)
  await bundleCommandLine(fresh, files)
  if (existsSync('dist')) renameSync('dist', former)
  renameSync(fresh, 'dist')
} finally {
  for (const folder of [fresh, former]) rmSync(folder, { recursive: true, force: true })
}

function isBuilt() {
  const marker = path.join('dist', 'bundle', 'NOTICES.txt')
  if (!existsSync(marker)) return false
  const sources = ['src', 'scripts'].flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((name) => path.join(folder, name)),
  )
  const all = [...sources, 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']
  return Math.max(...all.map((file) => statSync(file).mtimeMs)) < statSync(marker).mtimeMs
}
