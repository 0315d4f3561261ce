import type { z } from 'zod'
import { isExtractError } from '../../errors/extract-error.js'
import type { ExtractSettings } from '../config-types.js'
import { addProblem } from '../problems.js'
import type { ReadContext } from '../read-context.js'
import { readSection, type Section } from './read-section.js'
import { buildSectionSchema } from '../settings/section-schema.js'
import { extractSettings, retrySettings } from '../settings/settings.js'
import type { Layer } from '../sources/layers.js'
import { resolveGiven, type Bases } from '../sources/given-path.js'
import { resolveStateAddress } from '../addresses/state-address.js'
import type { Secret } from '../values/secret.js'
import { settleSecret } from './settle-secret.js'
import { parseTargetAddress, type TargetAddress } from '../targets/target-address.js'

/** The tool's own settings; undefined where a problem keeps them from being whole. */
export function readExtractSettings(section: Section, bases: Bases, context: ReadContext): ExtractSettings | undefined {
  const layers = context.layers.extract
  const values = readSection(schema, section, layers, context)
  if (values === undefined) return undefined
  const given = originOf(layers, 'state')
  const base = given === undefined ? bases.file : bases.cwd
  const state = readState(values.state, base, bases.home, (problem) =>
    addProblem(context.problems, given ?? section.pathOf('state'), problem),
  )
  const target = readTarget(values, section, bases, context)
  return { ...values, state, target, ...readFilesDir(values, bases, layers) }
}

/** An empty address is none, and then its secrets are nobody's. */
function readTarget(
  { to, toUsername: user, toPassword, toApiKey }: z.output<typeof schema>,
  section: Section,
  bases: Bases,
  context: ReadContext,
): TargetAddress | undefined {
  if (!to) return undefined
  const layers = context.layers.extract
  const settle = (key: string, secret: Secret | undefined) =>
    typeof secret === 'object' ? (settleSecret(secret, section.pathOf(key), context) ?? secret) : secret
  const login = {
    user,
    password: settle('to_password', toPassword),
    apiKey: settle('to_api_key', toApiKey),
    folder: bases.file,
  }
  const folder = originOf(layers, 'to') === undefined ? bases.file : bases.cwd
  try {
    return parseTargetAddress(to, { folder, home: bases.home, login })
  } catch (error) {
    if (!isExtractError(error)) throw error
    addProblem(context.problems, originOf(layers, 'to') ?? section.pathOf('to'), error.message)
    return undefined
  }
}

/** The variable or flag that a setting comes from; undefined where it is the file's, or nobody's. */
function originOf(layers: Layer[], key: string): string | undefined {
  return layers.findLast((layer) => layer.has(key))?.get(key)?.origin
}

/** An empty one is none. */
function readFilesDir({ filesDir }: { filesDir?: string }, bases: Bases, layers: Layer[]): { filesDir?: string } {
  if (!filesDir) return { filesDir: undefined }
  return { filesDir: resolveGiven('files_dir', filesDir, bases, layers) }
}

const schema = buildSectionSchema(extractSettings, { retry: buildSectionSchema(retrySettings).prefault({} as never) })

function readState(address: string, base: string, home: string, report: (problem: string) => void): string {
  try {
    return resolveStateAddress(address, base, home)
  } catch (error) {
    if (!isExtractError(error)) throw error
    report(error.message)
    return address
  }
}
