import { addDescribes, type Catalog } from './catalog.js'
import { namedPaths } from '../fields/wanted-paths.js'
import { findParent } from '../readable.js'
import { settingsOf } from '../settings-of.js'
import type { Run } from '../../run/run.js'

/**
 * Reads the describes of the parents that paths in the settings of these objects go through, and gives their names:
 * with them a wrong name in a path is known. `sync` spares the calls and trusts a path until the org refuses it.
 */
export async function describeNamedParents(run: Run, objects: string[]): Promise<string[]> {
  const described: string[] = []
  for (;;) {
    const unknown = nextParents(run, objects).filter((name) => !described.includes(name))
    if (unknown.length === 0) return described
    described.push(...unknown)
    await addDescribes(run.catalog, unknown, run.datasource, run)
  }
}

/** On the way of each path the first parent whose describe is not known. */
function nextParents({ catalog, datasource }: Run, objects: string[]): string[] {
  const queryable = new Set(catalog.summaries.filter((each) => each.queryable).map(({ name }) => name))
  const parents = objects.flatMap((name) => {
    const settings = settingsOf(name, datasource) ?? {}
    return namedPaths(settings).flatMap((path) => unknownParent(path, name, catalog) ?? [])
  })
  return [...new Set(parents)].filter((name) => queryable.has(name))
}

function unknownParent(path: string, sobject: string, { describes }: Pick<Catalog, 'describes'>): string | undefined {
  const describe = describes.get(sobject)
  if (describe === undefined) return sobject
  const [first = '', ...rest] = path.split('.')
  if (rest.length === 0) return undefined
  const parent = findParent(first, describe)
  return parent === undefined ? undefined : unknownParent(rest.join('.'), parent, { describes })
}
