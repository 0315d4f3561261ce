import { existsSync } from 'node:fs'
import { access, readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { cosmiconfig, type Options, type PublicExplorer } from 'cosmiconfig'
import { ExtractError, isExtractError } from '../../errors/extract-error.js'
import { mayBeThere, notReadable, validateConfigPath } from './config-path.js'
import { isMap } from './map.js'
import { loadScriptFile } from './script-file.js'
import { validateScriptOwner } from './script-owner.js'
import { syntaxError } from './syntax-error.js'
import { parseTextFile } from './text-file.js'

/** What a directory is searched for, in this order. The first that says something wins. */
export const searchPlaces = [
  'coco.yml',
  'coco.yaml',
  '.salesforcerc',
  '.salesforcerc.json',
  '.salesforcerc.yaml',
  '.salesforcerc.yml',
  '.salesforcerc.js',
  '.salesforcerc.mjs',
  'package.json',
]

export interface ConfigFile {
  /** Absolute. */
  path: string
  content: Record<string, unknown>
  /** True for coco.yml, which the Coco server shares: sections of others are left alone there. */
  isCoco: boolean
  /** Names of further files in its directory that say something of Salesforce: they are not read. */
  passedOver: string[]
}

/**
 * Loads the file named, or the nearest one from `cwd` up; undefined where there is none. A coco.yml of a server that
 * keeps its connectors elsewhere (no connector, datasource or extract section) is the answer only where no other file
 * is. Throws CONFIG_NOT_FOUND (named and missing, or unreadable), CONFIG_SYNTAX, CONFIG_INVALID (not a map).
 */
export async function loadConfigFile(cwd: string, named?: string): Promise<ConfigFile | undefined> {
  const explorer = await openExplorer(named === undefined ? undefined : resolve(cwd, named))
  if (named !== undefined) return loadNamed(explorer, resolve(cwd, named), named)
  let serverFile: ConfigFile | undefined
  for (const directory of directoriesUp(resolve(cwd))) {
    for (const place of searchPlaces) {
      const found = await loadOne(explorer, join(directory, place), { isWanted: false })
      if (found === undefined) continue
      if (!found.isCoco || ownSections.some((section) => section in found.content)) {
        return { ...found, passedOver: await findFurther(explorer, directory, place) }
      }
      serverFile ??= found
    }
  }
  return serverFile
}

/** True for a name that the Coco server's file has. */
export function isCocoFile(path: string): boolean {
  return /^coco\.ya?ml$/.test(basename(path))
}

/** A file that isn't written yet, or not anew. Throws CONFIG_SYNTAX, CONFIG_INVALID. */
export async function readPlanned({ path, text }: { path: string; text: string }): Promise<ConfigFile> {
  const whole = await parseTextFile(path, text)
  const content = basename(path) === 'package.json' && isMap(whole) ? whole['salesforce'] : whole
  if (!isMap(content)) throw new ExtractError('CONFIG_INVALID', `${path} must be a map of settings`)
  return { path, content, isCoco: isCocoFile(path), passedOver: [] }
}

const ownSections = ['connector', 'datasource', 'extract']

/** The rc files in a directory that can be read and say nothing, absolute: the search passes over them. */
export async function findBlank(directory: string): Promise<string[]> {
  const blank: string[] = []
  for (const place of searchPlaces.filter((each) => each.startsWith('.') && !isScript(each))) {
    const path = resolve(directory, place)
    const content = await readFile(path, 'utf8')
      .then((text) => (text.trim() === '' ? null : parseTextFile(path, text)))
      .catch(() => undefined)
    if (content === null || (isMap(content) && Object.keys(content).length === 0)) blank.push(path)
  }
  return blank
}

/** The places after `place` in the same directory that hold something. Scripts are not run to find out. */
async function findFurther(explorer: PublicExplorer, directory: string, place: string): Promise<string[]> {
  const further: string[] = []
  for (const other of searchPlaces.slice(searchPlaces.indexOf(place) + 1)) {
    const path = join(directory, other)
    const isThere = isScript(other)
      ? await access(path).then(
          () => true,
          () => false,
        )
      : await loadOne(explorer, path, { isWanted: false }).catch(() => true)
    if (isThere !== undefined && isThere !== false) further.push(other)
  }
  return further
}

function isScript(place: string): boolean {
  return /[jt]s$/.test(place)
}

function directoriesUp(from: string): string[] {
  const above = dirname(from)
  return above === from ? [from] : [from, ...directoriesUp(above)]
}

async function loadNamed(explorer: PublicExplorer, path: string, named: string): Promise<ConfigFile> {
  const file = await loadOne(explorer, path, { isWanted: true })
  if (file !== undefined) return file
  throw new ExtractError('CONFIG_NOT_FOUND', `${named} says nothing about Salesforce`, {
    hint: 'Write one with `sf-extract init`.',
  })
}

/** Each place is loaded by name: cosmiconfig's own search passes over files it may not read in silence. */
async function loadOne(
  explorer: PublicExplorer,
  path: string,
  { isWanted }: { isWanted: boolean },
): Promise<ConfigFile | undefined> {
  if (!isWanted && !mayBeThere(path)) return undefined
  try {
    validateConfigPath(path)
    const found = await explorer.load(path)
    if (found === null || found.isEmpty === true) return undefined
    const content: unknown = found.config
    if (!isMap(content)) throw notAMap(path)
    return { path, content, isCoco: isCocoFile(path), passedOver: [] }
  } catch (error) {
    if (isExtractError(error)) throw error
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (!isWanted && absent.has(code)) return undefined
    // Nothing of the file's: the process may open no other one.
    if (/^E[MN]FILE$/.test(code)) throw error
    throw unreadable[code] === undefined ? syntaxError(path, firstLine(error)) : notReadable(path, unreadable[code])
  }
}

const absent = new Set(['ENOENT', 'ENOTDIR', 'EISDIR'])

const unreadable: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  ELOOP: 'it is a symbolic link to itself',
}

/**
 * cosmiconfig first looks for settings of its own in the working directory: in package.json, and throws where that is
 * broken; its message quotes the file, so the place is found anew. And in `.config`, where it runs scripts.
 */
async function openExplorer(named: string | undefined): Promise<PublicExplorer> {
  for (const place of ['package.json', 'package.yaml', ...configEndings.map((ending) => `.config/config.${ending}`)]) {
    validateConfigPath(place)
    if (isScript(place) && existsSync(place)) await validateScriptOwner(resolve(place))
  }
  try {
    return cosmiconfig('salesforce', buildOptions(named))
  } catch (error) {
    const { filepath = 'package.json' } = error as { filepath?: string }
    await parseTextFile(filepath, await readFile(filepath, 'utf8'))
    throw syntaxError(filepath, 'this is not JSON')
  }
}

const configEndings = ['json', 'yaml', 'yml', 'js', 'ts', 'cjs', 'mjs']

/** Scripts are run where their owner may, or the user named them; files can import others. */
function buildOptions(named: string | undefined): Partial<Options> {
  const loadScript = async (path: string, text: string) => {
    if (path !== named) await validateScriptOwner(path)
    return loadScriptFile(path, text)
  }
  return {
    searchPlaces,
    packageProp: 'salesforce',
    cache: false,
    loaders: {
      default: parseTextFile,
      noExt: parseTextFile,
      '.json': parseTextFile,
      '.yaml': parseTextFile,
      '.yml': parseTextFile,
      '.js': loadScript,
      '.mjs': loadScript,
      '.cjs': loadScript,
    },
  }
}

function notAMap(path: string): ExtractError {
  return new ExtractError('CONFIG_INVALID', `${path} doesn't hold a map of settings`, {
    hint: path.endsWith('js')
      ? 'Export one object by default.'
      : 'Write it as `key: value` lines, or run `sf-extract init`.',
  })
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!
}
