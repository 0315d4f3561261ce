import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { renderFirstFile } from '../../config/settings/first-file.js'
import { renderValue } from '../../config/settings/setting-text.js'
import { replaceLogin } from '../../config/sources/replace-login.js'
import { isCocoFile, loadConfigFile, searchPlaces } from '../../config/sources/search.js'
import { isErrno } from '../../durable-files.js'
import { ExtractError } from '../../errors/extract-error.js'
import type { CommonFlags } from '../command.js'
import type { Terminal } from '../terminal/terminal.js'
import type { Login, LoginFlags } from './login-answers.js'

export interface LoginFile {
  /** Absolute. */
  path: string
  isThere: boolean
  /** Whether commands find it without --config. */
  isFound: boolean
  /** What it will say with this login. Throws USAGE where it has no one place for one. */
  plan(login: Login): string
}

/**
 * The file that a login goes into: the one named, the nearest configuration, or a new coco.yml here.
 * Throws USAGE for one that is a program, and what reading throws.
 */
export async function findLoginFile(given: CommonFlags & LoginFlags, { cwd }: Terminal): Promise<LoginFile> {
  const named = given.file ?? given.config
  const nearest = named === undefined ? await loadConfigFile(cwd) : undefined
  const file = path.resolve(cwd, named ?? nearest?.path ?? 'coco.yml')
  if (/\.[cm]?js$/.test(file)) throw refuse(file, 'is a program')
  const text = await readThere(file)
  const isCoco = isCocoFile(file)
  const isNew = text === undefined
  const isJson = file.endsWith('.json')
  const first = () => (isCoco ? renderFirstFile({ kind: 'coco', domain: 'mycompany' }).text : isJson ? '{}' : heading)
  const base = text ?? first()
  const section = path.basename(file) === 'package.json' ? { section: 'salesforce' } : {}
  const place = { isCoco, isJson: isJson || isJsonText(base), ...section, connector: given.connector }
  const isFound = searchPlaces.includes(path.basename(file)) && (nearest?.path === file || path.dirname(file) === cwd)
  return {
    path: file,
    isThere: !isNew,
    isFound,
    plan(login) {
      const settings = withPathFrom(path.dirname(file), cwd, login.settings)
      const isFlat = isNew && !isCoco && !isJson
      const planned = isFlat ? base + renderFlat(settings) : replaceLogin(base, settings, place)
      if (planned === undefined) throw refuse(file, renderNoPlace(given.connector))
      return planned
    },
  }
}

/** A .salesforcerc may be JSON too. */
function isJsonText(text: string): boolean {
  return /^\s*\{\s*"/.test(text)
}

function renderNoPlace(connector: string | undefined): string {
  if (connector !== undefined) return `has no connector ${JSON.stringify(connector)} with a place for it`
  return 'has no one place for it: of several connectors, name one with --connector ID'
}

/** A path is typed as the shell has it, and read as the file has it. */
function withPathFrom(folder: string, cwd: string, settings: Record<string, string>): Record<string, string> {
  const { private_key_file: key } = settings
  if (key === undefined || path.isAbsolute(key) || folder === cwd) return settings
  return { ...settings, private_key_file: path.relative(folder, path.resolve(cwd, key)) }
}

const heading = '# Settings of sf-extract. All there are stand in .salesforcerc.example of the package.\n\n'

function renderFlat(settings: Record<string, string>): string {
  return Object.entries(settings)
    .map(([key, value]) => `${key}: ${renderPlain(value)}\n`)
    .join('')
}

/** The values are written as they are: secrets that look like variables are escaped already. */
function renderPlain(value: string): string {
  return value.startsWith('$[[') ? value : renderValue(value)
}

async function readThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

function refuse(file: string, reason: string): ExtractError {
  return new ExtractError('USAGE', `The login can't be written into ${file}, which ${reason}.`, {
    hint: 'Name another file with --file, or write the login there yourself: docs/logins.md shows the settings.',
  })
}
