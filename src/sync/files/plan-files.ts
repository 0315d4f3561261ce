import type { Datasource } from '../../config/config-types.js'
import type { Catalog } from '../plan/catalog/catalog.js'
import { fileObject, parentPaths, person, words } from '../plan/field-tables.js'
import type { ObjectPlan } from '../plan/object-plan.js'
import { readablePath } from '../plan/readable.js'
import { chooseWatermarkField } from '../plan/watermark-field.js'
import { isIn } from '../../soql/conditions.js'
import { soql } from '../../soql/soql.js'

/**
 * The plan of files, where they are documents of their own, of every type or of those the user chose; undefined where
 * they stay links in their records, or the org doesn't show them.
 */
export function planFiles(
  { describes }: Pick<Catalog, 'describes'>,
  { files, fileTypes }: Datasource,
): ObjectPlan | undefined {
  const describe = describes.get(fileObject)
  if (files === 'links' || describe === undefined) return undefined
  const readable = (path: string) => readablePath(path, describe, (name) => describes.get(name)) ?? []
  const fields = [...fileFields, ...parentPaths({ Owner: person, CreatedBy: person })].flatMap(readable)
  const links = soql('ContentDocumentLinks').id().fields(['LinkedEntityId', 'SystemModstamp']).orderBy('Id')
  const where = fileTypes.length === 0 ? undefined : isIn('FileExtension', fileTypes)
  const watermarkField = chooseWatermarkField(describe, 'SystemModstamp')
  return {
    object: fileObject,
    isStandard: true,
    isFiles: true,
    describe,
    selection: { sobject: fileObject, fields, keys: ['Id'], children: [], isArchived: false, missing: [] },
    selects: [
      soql(fileObject)
        .id()
        .metaFields(describe.fields.map((field) => field.name))
        .fields(fields)
        .child(links),
    ],
    scope: 'live',
    condition: where,
    where,
    watermarkField,
    versionField: watermarkField,
  }
}

const fileFields = words('Title FileExtension FileType ContentSize Description LatestPublishedVersionId')
