import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

/** What each folder below `src/` may import from, besides itself. Every arrow here is one that is used. */
const arrows: Record<string, string[]> = {
  cli: [
    'dispatcher',
    'runs',
    'browse',
    'sync',
    'extraction',
    'org',
    'sinks',
    'state',
    'config',
    'errors',
    'terms',
    'clock',
    'sandbox',
    'durable-files',
    'exact-json',
  ],
  dispatcher: ['runs', 'browse', 'sync', 'org', 'state', 'config', 'errors', 'terms', 'clock'],
  runs: [
    'sync',
    'enrichment',
    'extraction',
    'org',
    'sinks',
    'soql',
    'state',
    'network',
    'config',
    'errors',
    'terms',
    'clock',
    'durable-files',
  ],
  browse: ['sync', 'org', 'sinks', 'soql', 'state', 'config', 'errors', 'terms'],
  enrichment: ['extraction', 'network', 'config', 'errors', 'terms', 'clock', 'exact-json'],
  sync: [
    'enrichment',
    'extraction',
    'org',
    'sinks',
    'soql',
    'state',
    'config',
    'errors',
    'terms',
    'clock',
    'durable-files',
    'exact-json',
  ],
  extraction: ['errors', 'clock'],
  soql: ['errors', 'terms'],
  org: ['soql', 'network', 'config', 'errors', 'terms', 'clock', 'durable-files', 'exact-json'],
  sinks: ['state', 'sqlite', 'network', 'config', 'errors', 'terms', 'clock', 'durable-files', 'exact-json'],
  state: ['sqlite', 'config', 'errors', 'terms', 'clock', 'durable-files'],
  sqlite: ['errors', 'clock', 'durable-files'],
  network: ['config', 'errors'],
  config: ['errors'],
  errors: ['terms'],
  terms: [],
  clock: [],
  'durable-files': [],
  'exact-json': [],
  sandbox: [],
  index: ['dispatcher', 'runs', 'org', 'sinks', 'state', 'config', 'errors', 'terms', 'clock', 'sandbox', 'exact-json'],
}

/** A package that only one folder may know. */
const packages: Record<string, string[]> = {
  commander: ['cli'],
  ora: ['cli'],
  'cli-table3': ['cli'],
  picocolors: ['cli'],
  pino: ['cli'],
  cosmiconfig: ['config'],
  croner: ['config'],
  yaml: ['config'],
  zod: ['config'],
  got: ['org', 'enrichment', 'sinks'],
  'csv-parse': ['org', 'enrichment'],
  jose: ['org'],
  'csv-parse/sync': ['enrichment'],
  re2js: ['config', 'enrichment'],
  keyv: ['state'],
  '@keyv/redis': ['state'],
  bullmq: ['dispatcher'],
  ioredis: ['dispatcher'],
  'node-sqlite3-wasm': ['sqlite'],
  'prom-client': ['dispatcher'],
  uplot: ['dispatcher'],
  '@jetstreamapp/soql-parser-js': ['sandbox'],
  htmlparser2: ['extraction'],
  'pdfjs-dist': ['extraction'],
  yauzl: ['extraction'],
  saxes: ['extraction'],
  'iconv-lite': ['extraction'],
  chardet: ['extraction'],
  'postal-mime': ['extraction'],
  '@kenjiuno/msgreader': ['extraction'],
  'word-extractor': ['extraction'],
}

/** Words that only these files may use. */
const words: { word: RegExp; files: RegExp; reason: string }[] = [
  {
    word: /process\.exit/,
    files: /^cli\/(main|terminal\/interrupts)\.ts$/,
    reason: 'the exit code is set in cli/main',
  },
  {
    word: /\bDate\.now\(|\bsetTimeout\(|\bsetInterval\(/,
    files: /^(clock|sandbox\/.*|dispatcher\/page\/.*)\.ts$/,
    reason: 'time is a Clock, or the browser has it',
  },
  { word: /\bconsole\./, files: /^$/, reason: 'the engine talks to a Listener, the command line to a terminal' },
  {
    word: /`SELECT |'SELECT /,
    files: /^(soql\/.*|cli\/.*|sandbox\/.*|sinks\/targets\/(sqlite|postgres)\/.*|state\/stores\/databases\/.*)\.ts$/,
    reason: 'SOQL is written in soql',
  },
]

interface Module {
  /** Below `src/`, or below the project for tests. */
  name: string
  text: string
  imports: string[]
}

const modules = modulesIn('src').map((module) => ({ ...module, name: module.name.replace(/^src\//, '') }))
const testFiles = modulesIn('test')

describe('the folders of src', () => {
  test('import only downwards', () => {
    const wrong = modules.flatMap((module) =>
      foldersOf(module)
        .filter((folder) => !arrows[folderOf(module.name)]?.includes(folder))
        .map((folder) => `${module.name} → ${folder}`),
    )
    expect(wrong).toEqual([])
  })

  test('use every arrow they are allowed', () => {
    const used = new Set(modules.flatMap((module) => foldersOf(module).map((to) => `${folderOf(module.name)} → ${to}`)))
    const allowed = Object.entries(arrows).flatMap(([from, targets]) => targets.map((to) => `${from} → ${to}`))
    expect(allowed.filter((arrow) => !used.has(arrow))).toEqual([])
  })

  test('have no cycle of imports, those of types alone included', () => {
    expect(cyclesOf(new Map(modules.map((module) => [module.name, filesOf(module)])))).toEqual([])
  })

  test('have no folder of more than fifteen files', () => {
    const sizes = new Map<string, number>()
    for (const { name } of modules) {
      const folder = path.posix.dirname(name)
      sizes.set(folder, (sizes.get(folder) ?? 0) + 1)
    }
    expect([...sizes].filter(([, size]) => size > 15)).toEqual([])
  })

  test('keep their lines within 120 characters', () => {
    const long = [...modules, ...testFiles].flatMap(({ name, text }) =>
      text.split('\n').flatMap((line, index) => (isTooLong(line) ? [`${name}:${index + 1}`] : [])),
    )
    expect(long).toEqual([])
  })

  test('have the exported function of a file before its helpers', () => {
    expect(modules.filter(({ text }) => hasHelperFirst(text)).map(({ name }) => name)).toEqual([])
  })

  test('are all in the table of arrows', () => {
    expect(modules.map(({ name }) => folderOf(name)).filter((folder) => arrows[folder] === undefined)).toEqual([])
  })

  test('have a row each in CONTRIBUTING.md, with its arrows', () => {
    const rows = [...readFileSync('CONTRIBUTING.md', 'utf8').matchAll(/^\| `([\w-]+)` \|.*\| ([^|]+) \|$/gm)]
    const told = rows.map(([, folder, targets]) => [
      folder!,
      [...targets!.matchAll(/`([\w-]+)`/g)].map(([, to]) => to!),
    ])
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(folders.map(({ name }) => [name, arrows[name]])))
  })

  test('keep each library to the folder it serves', () => {
    const wrong = modules.flatMap(({ name, imports }) =>
      imports
        .filter((target) => packages[target] && !packages[target].includes(folderOf(name)))
        .map((target) => `${name} → ${target}`),
    )
    expect(wrong).toEqual([])
  })

  test.each(words)('use $word only where $reason', ({ word, files: allowed }) => {
    const wrong = modules.filter(({ name, text }) => word.test(withoutComments(text)) && !allowed.test(name))
    expect(wrong.map(({ name }) => name)).toEqual([])
  })

  test('have no file named for being useful', () => {
    const drawers = /(^|\/|-)(utils?|helpers?|common|misc|lib)(\/|-|\.ts$)/
    expect(modules.map(({ name }) => name).filter((name) => drawers.test(name))).toEqual([])
  })

  test('have no file over 250 lines, the glossary apart', () => {
    const long = modules.filter(({ name, text }) => name !== 'terms.ts' && text.split('\n').length > 251)
    expect(long.map(({ name }) => name)).toEqual([])
  })

  test('tell a run as its steps, in the order of the story', () => {
    const story = modules.find(({ name }) => name === 'sync/sync.ts')!
    const steps = [
      './run/run.js',
      './plan/plan-objects.js',
      './documents/write-directories.js',
      './children/child-polls.js',
      './object-sync.js',
      './run/report.js',
    ]
    expect(story.imports.filter((target) => steps.includes(target)).filter(isFirst)).toEqual(steps)
  })
})

function folderOf(name: string): string {
  return name.split('/')[0]!.replace(/\.(ts|js)$/, '')
}

function modulesIn(root: string): Module[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  return files.map((name) => {
    const text = readFileSync(path.join(root, name), 'utf8')
    return { name: `${root}/${name.replaceAll('\\', '/')}`, text, imports: importsOf(text) }
  })
}

/** The other folders a file imports from. */
function foldersOf(module: Module): string[] {
  return filesOf(module)
    .map(folderOf)
    .filter((folder) => folder !== folderOf(module.name))
}

/** The files a file imports. */
function filesOf({ name, imports }: Module): string[] {
  return imports
    .filter((target) => target.startsWith('.'))
    .map((target) => path.posix.join(path.posix.dirname(name), target).replace(/\.js$/, '.ts'))
}

/** Each cycle once, as the files on it from its first. */
function cyclesOf(graph: Map<string, string[]>): string[] {
  const done = new Set<string>()
  const cycles = new Set<string>()
  const visit = (name: string, trail: string[]) => {
    const start = trail.indexOf(name)
    if (start !== -1) cycles.add([...trail.slice(start), name].join(' → '))
    if (start !== -1 || done.has(name)) return
    for (const target of graph.get(name) ?? []) visit(target, [...trail, name])
    done.add(name)
  }
  for (const name of graph.keys()) visit(name, [])
  return [...cycles]
}

/** A text within quotes stays in one piece, so that it can be searched for: it alone may stand out. */
function isTooLong(line: string): boolean {
  return line.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`?/g, "''").length > 120
}

/** True where a function that is not exported stands before the first one that is. */
function hasHelperFirst(text: string): boolean {
  const functions = [...text.matchAll(/^(export )?(?:default )?(?:async )?function/gm)].map(([, word]) => word)
  return functions[0] === undefined && functions.includes('export ')
}

function importsOf(text: string): string[] {
  const pattern = /(?:from|import)\s*\(?\s*'([^']+)'/g
  return [...withoutComments(text).matchAll(pattern)].map(([, target]) => target!)
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')
}

function isFirst(value: string, index: number, all: string[]): boolean {
  return all.indexOf(value) === index
}
