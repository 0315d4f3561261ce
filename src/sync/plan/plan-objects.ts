/** What a run will read: objects in their order, each with its fields and statements. */
import { closestName } from '../../config/values/closest-name.js'
import { findObjectName } from '../../config/values/find-object-name.js'
import { endsRun, ExtractError, isExtractError, reportError } from '../../errors/extract-error.js'
import type { CatalogObject } from './catalog/choose-objects.js'
import { planAllFiles } from '../files/plan-files.js'
import { planObject, type ObjectPlan } from './object-plan.js'
import type { Run } from '../run/run.js'

/**
 * The objects this run reads. One that can't be planned is left out and joins the catalog's failed ones.
 * Throws OBJECT_UNKNOWN where `--object` names one that is not the datasource's.
 */
export function planObjects(run: Run): ObjectPlan[] {
  const { catalog, datasource, options } = run
  const files = planAllFiles(catalog, datasource)
  const fileNames = files.map(({ object }) => object)
  const failed = catalog.failed.map(({ object }) => object)
  const wanted = catalog.wanted.map(({ name }) => name)
  const names = [...new Set([...wanted, ...fileNames, ...failed])]
  const chosen = options.objects && chosenNames(options.objects, names, run)
  const isRead = (name: string) => chosen?.has(name) ?? true
  const plans = catalog.objects
    .filter(({ name }) => isRead(name) && !fileNames.includes(name))
    .flatMap((object) => tryPlan(object, run))
  return [...plans, ...files.filter(({ object }) => isRead(object))]
}

/** Puts an error of one object with the catalog's failed ones. Throws what ends the run. */
export function noteFailed(object: string, { catalog }: Run, error: unknown): void {
  if (!isExtractError(error) || endsRun(error)) throw error
  catalog.failed.push({ object, error: { object, ...reportError(error) } })
}

function tryPlan(object: CatalogObject, run: Run): ObjectPlan[] {
  try {
    return [planObject(object, run)]
  } catch (error) {
    noteFailed(object.name, run, error)
    return []
  }
}

function chosenNames(options: string[], names: string[], { catalog, datasource }: Run): Set<string> {
  return new Set(
    options.map((wanted) => {
      const found = findObjectName(wanted, names)
      if (found !== undefined) return found
      const near = closestName(wanted, names)
      const skipped = catalog.skipped.map(({ object }) => object)
      const reason = findObjectName(wanted, skipped)
        ? 'the org does not let this user query it'
        : 'it is not among its objects'
      throw new ExtractError(
        'OBJECT_UNKNOWN',
        `The datasource "${datasource.id}" does not read ${wanted}: ${reason}.`,
        {
          hint: `${near === undefined ? '' : `Did you mean "${near}"? `}It reads ${names.join(', ')}.`,
          details: { object: wanted },
        },
      )
    }),
  )
}
