import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { installPackage } from '../support/install-package.js'
import { unhurried } from '../support/journey.js'
import { loadOutput } from '../support/output-files.js'
import { startCli } from '../support/run-cli.js'
import { makeTempFolder } from '../support/temp-folder.js'

/** The command line is in the bundle, and the status page in one module of its own. */
const elsewhere = /^src\/(?:cli|dispatcher\/page)\//

test('the packed project has its modules, what the README leads to, and nothing else', unhurried, async () => {
  const { files } = await installPackage(await makeTempFolder())
  const modules = listFiles('src').filter((file) => file.endsWith('.ts') && !elsewhere.test(file))
  const built = modules.flatMap((file) =>
    ['.js', '.d.ts'].map((ending) => file.replace(/^src/, 'dist').replace(/\.ts$/, ending)),
  )
  const bundle = listFiles('dist/bundle')
  expect(bundle).toEqual(expect.arrayContaining(['dist/bundle/main.js', 'dist/bundle/NOTICES.txt']))
  const pages = linksOf('README.md').filter((link) => link.startsWith('docs/'))
  const texts = ['README.md', 'CHANGELOG.md', 'LICENSE', 'package.json', '.salesforcerc.example']
  const expected = new Set([
    ...built,
    ...bundle,
    ...pages,
    ...texts,
    ...listFiles('examples'),
    'bin/sf-extract.js',
    'man/sf-extract.1',
  ])
  expect(files.toSorted()).toEqual([...expected].toSorted())

  const links = files
    .filter((file) => file.endsWith('.md'))
    .flatMap((page) => linksOf(page).map((link) => path.posix.join(path.posix.dirname(page), link)))
  const dead = links.filter((link) => !files.some((file) => file === link || file.startsWith(`${link}/`)))
  // Those who change the project have it whole.
  expect([...new Set(dead)]).toEqual(['CONTRIBUTING.md'])
})

test('what the package has in it, and what npm installs with it, is under a permissive licence, and says so', () => {
  const notices = readFileSync('dist/bundle/NOTICES.txt', 'utf8')
  const bundled = [...notices.matchAll(/^(\S+) \d\S* \((.*)\)$/gm)].map(([, name, licence]) => [name!, licence!])
  expect(bundled.filter(([, licence]) => !isPermissive(licence!))).toEqual([])
  const inBundle = listFiles('dist/bundle').filter((file) => file.endsWith('.js'))
  const parts = inBundle.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/^(?: {2})?\/\/ .*node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//gm),
  ])
  const names = new Set(bundled.map(([name]) => name))
  expect([...new Set(parts.map(([, name]) => name!))].filter((name) => !names.has(name))).toEqual([])
  expect(names.size).toBeGreaterThan(20)

  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { dev?: true; peer?: true; license?: string; hasInstallScript?: true }>
  }
  const installed = Object.entries(packages).filter(([name, { dev, peer }]) => name !== '' && !dev && !peer)
  expect(installed.length).toBeGreaterThan(20)
  expect(installed.filter(([, { license }]) => !isPermissive(license ?? ''))).toEqual([])
  expect(installed.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([])
})

test('the packed project says nothing of where it is kept, and runs nothing when it is installed', () => {
  const about = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  expect(['repository', 'bugs', 'homepage'].filter((field) => field in about)).toEqual([])
  // npm counts prepare among them where a tarball is installed.
  const scripts = ['preinstall', 'install', 'postinstall', 'prepare'].filter((name) => name in about.scripts)
  expect(scripts).toEqual([])
})

test('the packed project sets up and syncs where there is nothing but it and its dependencies', unhurried, async () => {
  const cwd = await makeTempFolder()
  const { place } = await installPackage(cwd)
  const program = path.join(place, 'bin', 'sf-extract.js')
  const run = (args: string[], env = {}) => startCli(args, { cwd, env, program }).ended
  expect(await run(['--help'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Usage: sf-extract /) as string,
  })
  expect(await run(['init', '--domain', 'mycompany', '--file', '.salesforcerc'])).toMatchObject({ code: 0 })

  const org = startCli(['sandbox', '--records', '60', '--json'], { cwd, program })
  try {
    await org.saw('until Ctrl-C')
    const { url, clientId, clientSecret } = JSON.parse(org.printed.stdout) as Record<string, string>
    const env = {
      SF_EXTRACT_LOGIN_URL: url,
      SF_EXTRACT_CLIENT_ID: clientId,
      SF_EXTRACT_CLIENT_SECRET: clientSecret,
    }
    const synced = await run(['sync', '--output', 'out'], env)
    expect(synced).toMatchObject({ code: 0, stderr: expect.stringContaining(': done, ') as string })
    expect((await loadOutput(path.join(cwd, 'out'))).map(({ type }) => type)).toContain('Account')
    expect(await run(['sync', '--output', 'out'], env)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(': done, 0 written') as string,
    })
  } finally {
    org.child.kill('SIGTERM')
    await org.ended
  }
})

/** One of the licences of a choice is enough. */
function isPermissive(licence: string): boolean {
  const names = licence.replaceAll(/[()]/g, '').split(' OR ')
  return names.some((name) => name.split(' AND ').every((each) => permissive.has(each)))
}

const permissive = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'BlueOak-1.0.0',
  'Python-2.0',
  'Unlicense',
])

function listFiles(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return entries.map(({ parentPath, name }) => path.posix.join(parentPath.replaceAll('\\', '/'), name))
}

/** The files that a page links to. */
function linksOf(page: string): string[] {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g)].map(([, link]) => link!)
  return links.filter((link) => !/^[a-z]+:/.test(link))
}
