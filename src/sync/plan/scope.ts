import type { ObjectSettings } from '../../config/config-types.js'
import type { ObjectContext } from '../run/object-context.js'
import { compareIds, type ObjectScope } from '../run/object-state.js'
import type { Run } from '../run/run.js'
import { hasRead } from '../windows/cursor.js'
import { configuredListsOf } from '../children/child-sources.js'
import { readsCustomFields, settingsOf } from './settings-of.js'

/**
 * Notes the scope of an object. A changed condition has all Ids compared: what came into it is written, and what left
 * it gets a tombstone. Gives whether other settings changed, so that the object is to be read anew.
 */
export function noteScope({ run, plan, state, report }: ObjectContext): boolean {
  const scope = scopeOf(plan, run)
  const before = state.scope
  const lists = configuredListsOf(plan)
  const appeared = lists.filter((list) => !state.lists.includes(list))
  Object.assign(state, { scope, lists })
  if (before === undefined || !hasRead(state.rows)) return false
  const changes = [
    ...(before.where === scope.where ? [] : [`Its ${plan.files ? 'file_types' : 'where'} changed`]),
    ...(hasNewHolder(before, scope) ? ['Files may hang on more objects'] : []),
  ]
  if (changes.length > 0) compareIds(state)
  const notes = changes.map((change) => `${change}: all Ids are compared, for what came into it and what left it.`)
  const isSelectionChanged = before.selection !== scope.selection
  const isKeptAnew = before.kept !== scope.kept
  if (isKeptAnew && scope.kept !== undefined)
    notes.push('files_dir is another one, or was emptied: every file is read again.')
  else if (isSelectionChanged || isKeptAnew) notes.push('Its settings changed: every record is read again.')
  else if (appeared.length > 0) notes.push('A child list that was hidden can be read: every record is read again.')
  if (notes.length > 0) report.warnings = [...(report.warnings ?? []), ...notes]
  return isSelectionChanged || isKeptAnew || appeared.length > 0
}

/** Whether files that hung on nothing may hang on a record now. */
function hasNewHolder({ holders: before }: ObjectScope, { holders = '' }: ObjectScope): boolean {
  if (before === undefined) return false
  const known = new Set(before.split(','))
  return holders.split(',').some((object) => !known.has(object))
}

/** The types of files are the condition of files. */
function scopeOf({ object, files: table }: ObjectContext['plan'], run: Run): ObjectScope {
  const { datasource, pipeline, kept } = run
  const settings: Partial<ObjectSettings> = settingsOf(object, datasource) ?? {}
  const { where = '', fields, addFields, excludeFields = [], title, content, tags, children: lists } = settings
  const { children, files, fileTypes, maxFileSize } = datasource
  const added = addFields?.length ? { addFields } : undefined
  const custom = readsCustomFields(object, datasource) ? undefined : { customFields: false }
  const fetched = files === 'download' ? { maxFileSize } : undefined
  const read = {
    fields,
    ...added,
    excludeFields,
    ...custom,
    children,
    ...(table ? { files, ...fetched } : {}),
    lists,
  }
  return {
    where: table ? fileTypes.toSorted().join() : where,
    selection: JSON.stringify({ ...read, title, content, tags, pipeline: pipeline?.fingerprintOf(object) }),
    ...(table ? { holders: [...run.objectByKeyPrefix.values()].toSorted().join() } : {}),
    ...(table && kept ? { kept: kept.id } : {}),
  }
}
