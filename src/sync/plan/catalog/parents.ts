import type { Datasource } from '../../../config/config-types.js'
import { listDocumentFields } from '../../../config/values/document-fields.js'
import type { SObjectDescribe } from '../../../terms.js'
import { namedPaths } from '../fields/wanted-paths.js'
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
  const objects = catalog.objects.map(({ name }) => name)
  const paths = pathsOf(objects, datasource, (settings) => listDocumentFields(settings).map(({ field }) => field))
  await describeOnTheWay(paths, (parent, rest) => !isPlainText(parent, rest), { ...context, catalog, datasource })
}

/**
 * Reads the describes of the parents that paths in the settings of these objects go through, and gives their names:
 * with them a wrong name in a path is known. `sync` spares the calls and trusts a path until the org refuses it.
 */
export async function describeNamedParents(context: PathContext, objects: string[]): Promise<string[]> {
  return describeOnTheWay(pathsOf(objects, context.datasource, namedPaths), () => true, context)
}

type PathContext = CatalogContext & { catalog: Catalog; datasource: Datasource }

/** A path of field names, `Owner.Profile.Name`, from an object on. */
interface Path {
  object: string
  names: string[]
}

type ObjectSettings = Partial<NonNullable<ReturnType<typeof settingsOf>>>

function pathsOf(objects: string[], datasource: Datasource, list: (settings: ObjectSettings) => string[]): Path[] {
  return objects.flatMap((object) =>
    list(settingsOf(object, datasource) ?? {}).map((path) => ({ object, names: path.split('.') })),
  )
}

/** Whether the describe of a parent is needed for what is left of a path. */
type IsNeeded = (parent: string, rest: string[]) => boolean

/** Reads the describes on the paths, a step of all of them at a time; one that the org doesn't give ends its path. */
async function describeOnTheWay(paths: Path[], isNeeded: IsNeeded, context: PathContext): Promise<string[]> {
  const { catalog, datasource } = context
  const queryable = new Set(catalog.summaries.filter((summary) => summary.queryable).map(({ name }) => name))
  const tried = new Set<string>()
  for (;;) {
    const unknown = new Set(paths.flatMap(({ object, names }) => findUnknown(names, object, catalog, isNeeded) ?? []))
    const names = [...unknown].filter((name) => queryable.has(name) && !tried.has(name))
    if (names.length === 0) return [...tried]
    for (const name of names) tried.add(name)
    await addDescribes(catalog, names, datasource, context)
  }
}

/** The first sObject on a path whose describe is needed and not there. */
function findUnknown(
  names: string[],
  sobject: string,
  { describes }: { describes: Map<string, SObjectDescribe> },
  isNeeded: IsNeeded,
): string | undefined {
  const describe = describes.get(sobject)
  if (describe === undefined) return sobject
  const [first = '', ...rest] = names
  const parent = rest.length === 0 ? undefined : findParent(first, describe)
  return parent === undefined || !isNeeded(parent, rest)
    ? undefined
    : findUnknown(rest, parent, { describes }, isNeeded)
}
