import type { Datasource } from '../../../config/config-types.js'
import { listDocumentFields } from '../../../config/values/document-fields.js'
import type { SObjectDescribe } from '../../../terms.js'
import { findParent, isPlainText } from '../readable.js'
import { settingsOf } from '../settings-of.js'
import { addDescribes, type Catalog, type CatalogContext } from './catalog.js'

/**
 * Reads the describes of the parents that fields of documents are named through: they say what text a field holds, in
 * every run alike. Those of names and Ids are known without.
 */
export async function describeParents(
  catalog: Catalog,
  datasource: Datasource,
  context: CatalogContext,
): Promise<void> {
  const tried = new Set<string>()
  for (;;) {
    const names = unknownParents(catalog, datasource).filter((name) => !tried.has(name))
    if (names.length === 0) return
    for (const name of names) tried.add(name)
    await addDescribes(catalog, names, datasource, context)
  }
}

function unknownParents(catalog: Catalog, datasource: Datasource): string[] {
  const found = catalog.objects.flatMap(({ name }) => {
    const describe = catalog.describes.get(name)!
    const paths = listDocumentFields(settingsOf(name, datasource) ?? {}).map(({ field }) => field.split('.'))
    return paths.flatMap((names) => unknownParent(names, describe, catalog) ?? [])
  })
  const queryable = new Set(catalog.summaries.filter((summary) => summary.queryable).map(({ name }) => name))
  return found.filter((name) => queryable.has(name))
}

/** The first parent on a path whose describe is needed and not there. */
function unknownParent(path: string[], describe: SObjectDescribe, catalog: Catalog): string | undefined {
  const [first = '', ...rest] = path
  const parent = rest.length === 0 ? undefined : findParent(first, describe)
  if (parent === undefined || isPlainText(parent, rest)) return undefined
  const known = catalog.describes.get(parent)
  return known === undefined ? parent : unknownParent(rest, known, catalog)
}
