import type { Datasource } from '../../config/config-types.js'
import type { SObjectDescribe } from '../../terms.js'
import type { Catalog } from '../plan/catalog/catalog.js'
import { fileObjects, parentPaths, person } from '../plan/field-tables.js'
import type { ObjectPlan } from '../plan/object-plan.js'
import { readablePath } from '../plan/readable.js'
import { chooseWatermarkField } from '../plan/watermark-field.js'
import { soql } from '../../soql/soql.js'
import { fileTableOf, type FileTable } from './file-tables.js'

/**
 * The plans of files, where they are documents of their own, of every type or of those the user chose; none where they
 * stay links in their records, or the org doesn't show them.
 */
export function planAllFiles(catalog: Pick<Catalog, 'describes'>, datasource: Datasource): ObjectPlan[] {
  return fileObjects.flatMap((object) => planFiles(object, catalog, datasource) ?? [])
}

/** The plan of one sObject whose rows are files. */
export function planFiles(
  object: string,
  { describes }: Pick<Catalog, 'describes'>,
  { files, fileTypes }: Datasource,
): ObjectPlan | undefined {
  const describe = describes.get(object)
  const table = fileTableOf(object)
  if (files === 'links' || describe === undefined || table === undefined) return undefined
  const readable = (path: string) => readablePath(path, describe, (name) => describes.get(name)) ?? []
  const fields = [...table.fields, ...parentPaths({ Owner: person, CreatedBy: person })].flatMap(readable)
  const where = fileTypes.length === 0 ? undefined : table.hasExtension(fileTypes)
  const watermarkField = chooseWatermarkField(describe, 'SystemModstamp')
  return {
    object,
    isStandard: true,
    files: table,
    describe,
    selection: { sobject: object, fields, keys: ['Id'], children: [], isArchived: false, missing: [] },
    selects: [selectFiles(table, describe, fields)],
    scope: 'live',
    condition: where,
    where,
    watermarkField,
    versionField: watermarkField,
  }
}

function selectFiles({ sobject, links }: FileTable, describe: SObjectDescribe, fields: string[]) {
  const select = soql(sobject)
    .id()
    .metaFields(describe.fields.map((field) => field.name))
    .fields(fields)
  return links === undefined ? select : select.child(links)
}
