/** The configuration: from flags, environment and file to what the other folders work with. */
import { homedir } from 'node:os'
import { dirname } from 'node:path'
import { ExtractError } from '../errors/extract-error.js'
import type { Config, Datasource, ExtractSettings } from './config-types.js'
import { namesAmbientOrg } from './sections/connector-login.js'
import { readConnectors } from './sections/connectors.js'
import { validatePatterns } from './enrichment/patterns.js'
import { readDatasources } from './sections/datasources.js'
import { readExtractSettings } from './sections/extract-settings.js'
import { addProblem, validateNoProblems } from './problems.js'
import type { ReadContext } from './read-context.js'
import { interpolate } from './sources/interpolate.js'
import { buildLayers, findMisspeltVariables, namesOrg, orgVariables, type FlagValues } from './sources/layers.js'
import { isMap } from './sources/map.js'
import { readPipeline } from './sections/pipeline.js'
import { findBlank, loadConfigFile, readPlanned, searchPlaces, type ConfigFile } from './sources/search.js'
import { describeOpenSecretFile, validateSecretFiles } from './sources/secret-file.js'
import { arrangeSections } from './sections/sections.js'
import { loadCronTimes } from './intervals/cron.js'

export interface LoadOptions {
  cwd: string
  env: NodeJS.ProcessEnv
  /** `--config`: the file to read instead of the nearest one. */
  configFile?: string | undefined
  /** What the command line was given: the values of settings' flags among others. */
  flags?: FlagValues
  /** What a file is going to say, in the place of the one that is there. */
  planned?: { path: string; text: string }
}

/**
 * The whole configuration: defaults, overridden by the file, by the environment, by flags. Throws CONFIG_NOT_FOUND
 * where there is no file and the environment names no org, CONFIG_SYNTAX, and CONFIG_INVALID with all problems at
 * once, each with its path in the file.
 */
export async function loadConfig({ cwd, env, configFile, flags = {}, planned }: LoadOptions): Promise<Config> {
  const file = await (planned === undefined ? loadConfigFile(cwd, configFile) : readPlanned(planned))
  const layers = buildLayers(env, flags)
  if (file === undefined && !namesOrg(layers) && !namesAmbientOrg((name) => env[name])) throw notFound(cwd)
  const notes = [
    ...describePassedOver(file),
    ...(configFile === undefined ? await describeBlank(file, cwd) : []),
    ...findMisspeltVariables(env),
  ]
  const folder = file === undefined ? cwd : dirname(file.path)
  const bases = { file: folder, cwd, home: env['HOME'] ?? homedir() }
  const context: ReadContext = {
    layers,
    problems: new Map(),
    notes,
    cronExpressions: new Map(),
    patterns: new Map(),
    secretFiles: new Map(),
    folder,
    bases,
    lookUp: buildLookUp(env, file),
  }
  const sections = arrangeSections(file, context)
  const connectors = readConnectors(sections.connectors, context)
  const datasources = readDatasources(sections.datasources, connectors, context)
  const extract = readExtractSettings(sections.extract, bases, context)
  const pipeline = readPipeline(file?.content['pipeline'], context)
  await validateCronExpressions(context)
  await validatePatterns(context)
  await validateSecretFiles(context)
  validateNoProblems(context.problems, notes, file?.path, cwd)
  if (file !== undefined && planned === undefined) notes.push(...(await describeOpenSecretFile(file.path, sections)))
  notes.push(...describeUnusedFilesDir(datasources, extract!))
  return {
    file: file?.path,
    connectors: connectors.connectors,
    datasources,
    extract: extract!,
    pipeline: pipeline!,
    notes,
  }
}

async function validateCronExpressions({ cronExpressions, problems }: ReadContext): Promise<void> {
  if (cronExpressions.size === 0) return
  const times = await loadCronTimes()
  for (const [path, expression] of cronExpressions) {
    const problem = times.findProblem(expression)
    if (problem !== undefined) addProblem(problems, path, problem)
  }
}

/** A processor may look there too. */
function describeUnusedFilesDir(datasources: Datasource[], { filesDir }: ExtractSettings): string[] {
  const isUsed = datasources.some(({ files, enrichment }) => files === 'download' || enrichment !== undefined)
  return filesDir === undefined || isUsed ? [] : ['files_dir has no effect: no datasource has files: download.']
}

function describePassedOver(file: ConfigFile | undefined): string[] {
  if (file === undefined || file.passedOver.length === 0) return []
  const others = file.passedOver.join(' and ')
  return [`${file.path} counts, and ${others} beside it is not read; name another with --config.`]
}

/** Beside a file that has settings a blank one is of no importance. */
async function describeBlank(file: ConfigFile | undefined, cwd: string): Promise<string[]> {
  if (file !== undefined && dirname(file.path) === cwd && Object.keys(file.content).length > 0) return []
  return (await findBlank(cwd)).map((path) => `${path} holds no settings.`)
}

/** The environment, then the file's own `env` section, which is where a Coco file keeps defaults for its variables. */
function buildLookUp(env: NodeJS.ProcessEnv, file: ConfigFile | undefined): (name: string) => string | undefined {
  const section = file?.content['env']
  const defaults = isMap(section) ? section : {}
  return (name) => {
    const preset = Object.hasOwn(defaults, name) ? defaults[name] : undefined
    if (env[name] !== undefined || preset === undefined || typeof preset === 'object') return env[name]
    const filled = interpolate(String(preset), (inner) => env[inner])
    return 'text' in filled ? filled.text : undefined
  }
}

function notFound(cwd: string): ExtractError {
  return new ExtractError(
    'CONFIG_NOT_FOUND',
    `No configuration found in ${cwd} or a folder above it: looked for ${searchPlaces.join(', ')} (key "salesforce")`,
    {
      hint: `Run \`sf-extract init\`, name a file with --config or an org with --target-org, or set ${orgVariables}.`,
    },
  )
}
