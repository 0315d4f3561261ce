import type { Datasource } from '../config/config-types.js'
import { endsRun, isExtractError } from '../errors/extract-error.js'
import type { Org } from '../org/org.js'
import { readCatalog, type Catalog } from '../sync/plan/catalog/catalog.js'
import { datesOf } from '../sync/documents/document.js'
import { groupOf, segmentOf } from '../sync/documents/place.js'
import { settingsOf } from '../sync/plan/settings-of.js'
import { raw } from '../soql/conditions.js'
import { soql } from '../soql/soql.js'
import type { SyncContext } from '../sync/context.js'
import { chooseWatermarkField } from '../sync/plan/watermark-field.js'
import { describeParents } from '../sync/plan/catalog/parents.js'
import { readablePath } from '../sync/plan/readable.js'
import type { FieldValue } from '../sync/documents/field-text.js'
import { buildRules } from '../sync/documents/rules.js'
import { buildTitle } from '../sync/documents/title.js'
import type { Query, Row } from '../terms.js'
import type { CountedFolder, Entry, Folder, DocumentTree } from './tree.js'

/** A datasource's directories as its org has them now; counts and records are queried when they are needed. */
export async function openOrgTree(
  datasource: Datasource,
  context: Pick<SyncContext, 'org' | 'state' | 'clock' | 'settings'>,
): Promise<DocumentTree> {
  const { org } = context
  const catalog = await readCatalog(datasource, context)
  const names = new Map(catalog.objects.map(({ name, isStandard }) => [keyOf(folderOf(name, isStandard)), name]))
  const nameOf = (folder: Folder) => names.get(keyOf(folder))!
  return {
    folders: async () => catalog.objects.map(({ name, isStandard }) => folderOf(name, isStandard)),
    count: async (folders) => {
      const batch = org.batch()
      const counts = folders.map((folder) => ({
        folder,
        result: batch.query(countQuery(nameOf(folder), datasource)),
      }))
      return Promise.all(counts.map(async ({ folder, result }) => ({ ...folder, ...(await count(result.pages())) })))
    },
    entries: async (folder, limit) => {
      const name = nameOf(folder)
      const objects = catalog.objects.filter((object) => object.name === name)
      await describeParents({ ...catalog, objects }, datasource, context)
      return readEntries(name, limit, { org, catalog, datasource })
    },
  }
}

function folderOf(name: string, isStandard: boolean): Folder {
  return { group: groupOf(isStandard).title, title: segmentOf(name) }
}

function keyOf({ group, title }: Folder): string {
  return `${group}/${title}`
}

function conditionOf(name: string, datasource: Datasource) {
  const where = settingsOf(name, datasource)?.where
  return where === undefined ? undefined : raw(where)
}

function countQuery(name: string, datasource: Datasource): Query {
  return { sobject: name, scope: 'live', soql: soql(name).where(conditionOf(name, datasource)).count().text() }
}

/** An object the org won't count says why; the others are counted all the same. */
async function count(pages: AsyncGenerator<{ totalSize: number }>): Promise<Pick<CountedFolder, 'count' | 'problem'>> {
  try {
    for await (const { totalSize } of pages) return { count: totalSize }
    return { count: 0 }
  } catch (error) {
    if (!isExtractError(error) || endsRun(error)) throw error
    return { problem: `${error.code}: ${error.message}` }
  }
}

interface EntrySource {
  org: Org
  catalog: Catalog
  datasource: Datasource
}

async function readEntries(name: string, limit: number, { org, catalog, datasource }: EntrySource): Promise<Entry[]> {
  const describe = catalog.describes.get(name)!
  const describeOf = (sobject: string) => catalog.describes.get(sobject)
  const { title } = buildRules(describe, describeOf, settingsOf(name, datasource))
  const watermarkField = chooseWatermarkField(describe, 'LastModifiedDate')
  const selected = soql(name)
    .id()
    .fields(title.flatMap(({ field }) => readablePath(field, describe, describeOf) ?? []))
    .metaFields(describe.fields.map((field) => field.name))
  const newest = watermarkField === undefined ? selected : selected.orderBy(watermarkField, 'DESC')
  const statement = newest.where(conditionOf(name, datasource)).orderBy('Id', 'DESC').limit(limit)
  const result = org.query({ sobject: name, scope: 'live', soql: statement.text() })
  const entries: Entry[] = []
  for await (const { rows } of result.pages()) entries.push(...rows.map((row) => buildEntry(row, title)))
  return entries
}

function buildEntry(row: Row, title: FieldValue[]): Entry {
  const { updated, created } = datesOf(row)
  const stamp = updated ?? created
  return { id: String(row['Id']), title: buildTitle(row, title), updated: stamp }
}
