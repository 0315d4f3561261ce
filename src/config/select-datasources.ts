import { ExtractError } from '../errors/extract-error.js'
import type { Config, Datasource } from './config-types.js'
import { closestName } from './values/closest-name.js'

export interface Selection {
  /** Ids or names. */
  names?: string[] | undefined
  /** Every enabled one; absent where that can't be asked for. */
  all?: boolean | undefined
  /** Takes those that are switched off too, where they are named. */
  force?: boolean | undefined
}

/**
 * The datasources a command works on: those named, each once; every enabled one with `all`; else the only one there is.
 * Throws DATASOURCE_UNKNOWN, DATASOURCE_DISABLED, and USAGE where none is named and there are several or none.
 */
export function selectDatasources({ datasources }: Pick<Config, 'datasources'>, selection: Selection): Datasource[] {
  const { all, force = false } = selection
  const names = splitNames(selection.names ?? [], datasources)
  if (all && names.length > 0) throw new ExtractError('USAGE', '--all and --datasource exclude each other')
  if (all) return selectEnabled(datasources)
  const chosen =
    names.length > 0 ? names.map((name) => findDatasource(name, datasources)) : [selectOnly(datasources, all)]
  for (const datasource of chosen) {
    if (!datasource.enabled && !force) throw disabled(datasource)
  }
  return [...new Set(chosen)]
}

/** A list may have commas, and so may the name of a datasource. */
function splitNames(given: string[], datasources: Datasource[]): string[] {
  const isName = (text: string) => datasources.some(({ id, name }) => id === text || name === text)
  return given
    .flatMap((text) => (isName(text) ? [text] : text.split(',')))
    .map((text) => text.trim())
    .filter((text) => text !== '')
}

function selectEnabled(datasources: Datasource[]): Datasource[] {
  const enabled = datasources.filter((datasource) => datasource.enabled)
  if (enabled.length > 0) return enabled
  throw new ExtractError('DATASOURCE_DISABLED', 'Every datasource is switched off in the configuration', {
    hint: `Name one with --datasource and add --force to run it all the same: ${listIds(datasources)}.`,
  })
}

function findDatasource(name: string, datasources: Datasource[]): Datasource {
  const byId = datasources.find(({ id }) => id === name)
  const byName = datasources.filter((datasource) => datasource.name === name)
  if (byId !== undefined) return byId
  if (byName.length > 1) {
    throw new ExtractError('USAGE', `"${name}" is the name of several datasources: give an id (${listIds(byName)})`)
  }
  if (byName[0] !== undefined) return byName[0]
  const known = datasources.flatMap(({ id, name: own }) => [id, own])
  const closest = closestName(name, known)
  const suggestion = closest === undefined ? '' : `Did you mean "${closest}"? `
  throw new ExtractError('DATASOURCE_UNKNOWN', `No datasource is called "${name}"`, {
    hint: `${suggestion}The configuration has: ${listIds(datasources)}.`,
  })
}

function selectOnly(datasources: Datasource[], all: boolean | undefined): Datasource {
  const [only, ...others] = datasources
  if (only !== undefined && others.length === 0) return only
  throw new ExtractError('USAGE', `Say which datasource: ${listIds(datasources)}`, {
    hint: `Name one with --datasource${all === undefined ? '' : ', or take every enabled one with --all'}.`,
  })
}

function disabled({ id, disabledBy }: Datasource): ExtractError {
  return new ExtractError(
    'DATASOURCE_DISABLED',
    `Datasource ${id} is switched off in the configuration (${disabledBy}: false)`,
    {
      hint: `Switch it on there, or add --force to run it all the same.`,
    },
  )
}

function listIds(datasources: Datasource[]): string {
  return datasources.map(({ id }) => id).join(', ')
}
