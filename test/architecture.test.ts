import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

/** Which rooms a room may import from, besides itself; the reason is told where an arrow points the wrong way. */
const arrows: Record<string, string[]> = {
  cli: [
    'runs',
    'browse',
    'sync',
    'org',
    'sinks',
    'soql',
    'state',
    'config',
    'errors',
    'terms',
    'clock',
    'sandbox',
    'durable-files',
  ],
  runs: ['sync', 'org', 'sinks', 'soql', 'state', 'config', 'errors', 'terms', 'clock'],
  browse: ['sync', 'org', 'sinks', 'soql', 'config', 'errors', 'terms'],
  sync: ['org', 'sinks', 'soql', 'state', 'config', 'errors', 'terms', 'clock'],
  soql: ['errors', 'terms'],
  org: ['soql', 'config', 'errors', 'terms', 'clock', 'durable-files'],
  sinks: ['state', 'config', 'errors', 'terms', 'clock', 'durable-files'],
  state: ['config', 'errors', 'terms', 'clock', 'durable-files'],
  config: ['errors', 'terms'],
  errors: ['terms'],
  terms: [],
  clock: [],
  'durable-files': [],
  sandbox: [],
  index: [
    'runs',
    'sync',
    'soql',
    'org',
    'sinks',
    'state',
    'config',
    'errors',
    'terms',
    'clock',
    'durable-files',
    'sandbox',
  ],
}

/** A package that only one room may know. */
const packages: Record<string, string[]> = {
  commander: ['cli'],
  ora: ['cli'],
  'cli-table3': ['cli'],
  picocolors: ['cli'],
  pino: ['cli'],
  cosmiconfig: ['config'],
  yaml: ['config'],
  zod: ['config'],
  got: ['org'],
  keyv: ['state'],
  '@jetstreamapp/soql-parser-js': ['sandbox'],
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
    files: /^(clock|sandbox\/.*)\.ts$/,
    reason: 'time is a Clock',
  },
  { word: /\bconsole\./, files: /^$/, reason: 'the engine talks to a Listener, the command line to a terminal' },
  {
    word: /`SELECT |'SELECT /,
    files: /^(soql\/.*|cli\/.*|sandbox\/.*)\.ts$/,
    reason: 'SOQL is written in soql',
  },
]

const root = path.resolve('src')
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
const modules = files.map((name) => {
  const text = readFileSync(path.join(root, name), 'utf8')
  return { name: name.replaceAll('\\', '/'), text, imports: importsOf(text) }
})

describe('the rooms', () => {
  test('import only downwards', () => {
    const wrong = modules.flatMap(({ name, imports }) =>
      imports
        .filter((target) => target.startsWith('.'))
        .map((target) => roomOf(path.posix.join(path.posix.dirname(name), target)))
        .filter((room) => room !== roomOf(name) && !arrows[roomOf(name)]?.includes(room))
        .map((room) => `${name} → ${room}`),
    )
    expect(wrong).toEqual([])
  })

  test('are all in the plan of the house', () => {
    expect(modules.map(({ name }) => roomOf(name)).filter((room) => arrows[room] === undefined)).toEqual([])
  })

  test('keep each library to the room it serves', () => {
    const wrong = modules.flatMap(({ name, imports }) =>
      imports
        .filter((target) => packages[target] && !packages[target].includes(roomOf(name)))
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

function roomOf(name: string): string {
  return name.split('/')[0]!.replace(/\.(ts|js)$/, '')
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
