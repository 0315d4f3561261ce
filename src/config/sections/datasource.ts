import { z } from 'zod'
import type { Connector, Datasource } from '../config-types.js'
import type { ReadConnectors } from './connectors.js'
import { enrichmentKey, readEnrichment } from '../enrichment/enrichment.js'
import { checkWhenObjects } from '../enrichment/when-objects.js'
import { readId, readText, refuseMisspelt, type Entry } from './entry.js'
import { addProblem } from '../problems.js'
import type { ReadContext } from '../read-context.js'
import type { Layer } from '../sources/layers.js'
import { isMap, isSet } from '../sources/map.js'
import { childListsSchema, spellOutLists } from './child-lists.js'
import { nameObjects } from './object-settings.js'
import { readSection, type Section } from './read-section.js'
import { findConnectorId } from './referred-connector.js'
import { buildSectionSchema } from '../settings/section-schema.js'
import { keysOf } from '../settings/setting-groups.js'
import { objectSettings } from '../settings/object-settings.js'
import { datasourceSettings, switchSettings, syncSettings } from '../settings/settings.js'
import { refuseExcluded } from '../values/document-fields.js'
import { buildSlug } from '../values/slug.js'
import type { SyncInterval } from '../intervals/sync-interval.js'
import { dropRepeatedNames } from '../values/sobject-names.js'

/**
 * One datasource; undefined where a problem keeps it from being whole. `takenIds`: those of the datasources before it.
 */
export function readDatasource(
  entry: Entry,
  connectors: ReadConnectors,
  takenIds: Set<string>,
  context: ReadContext,
): Datasource | undefined {
  const { layers, problems, notes } = context
  const connectorId = findConnectorId(entry, connectors, context)
  const connector = connectors.connectors.find(({ id }) => id === connectorId)
  const names = readNames(entry, connector, context)
  refuseTakenId(names.id, entry, takenIds, context)
  refuseMisspelt(entry, [...entryKeys, ...settingKeys], problems)
  const section = placeSettings(entry, context)
  const enrichment = readEnrichment(entry.raw[enrichmentKey], (keys) => entry.pathOf([enrichmentKey, ...keys]), context)
  const settings = readSection(settingsSchema, section, layers.datasource, context)
  const switches = readSection(switchSchema, placeSwitches(entry), layers.schedule, context)
  if (connectorId === undefined || settings === undefined || switches === undefined) return undefined
  const { syncCustomObjects: _, objects, ...own } = settings
  const { enabled, sync, ...others } = switches
  const { syncEnabled, ...schedule } = sync
  noteCron(schedule.syncInterval, entry, context)
  const synced = pickObjects(settings, names.id, section, context)
  if (enrichment !== undefined) checkWhenObjects(enrichment, synced, context)
  return {
    ...names,
    connectorId,
    ...own,
    ...others,
    ...schedule,
    ...describeSwitch(enabled, syncEnabled),
    ...synced,
    ...(enrichment === undefined ? {} : { enrichment }),
    namesStandardObjects: isGiven('standard_objects_to_sync', section, layers.datasource),
    objects: nameObjects(objects, synced, {
      notes,
      report: (name, problem) => addProblem(problems, `${section.pathOf('objects')}.${name}`, problem),
    }),
  }
}

function isGiven(key: string, { values }: Section, layers: Layer[]): boolean {
  return isSet(values[key]) || layers.some((layer) => layer.has(key))
}

const switchKeys = keysOf('schedule')
const entryKeys = ['id', 'name', 'type', 'connector', enrichmentKey, ...switchKeys]
const settingKeys = keysOf('datasource')

const lists = { children: childListsSchema.optional() }
const objectSchema = buildSectionSchema(objectSettings, lists).superRefine(refuseExcluded)
const perObject = z.record(z.string(), objectSchema, { error: 'must be a map by object' })
const settingsSchema = buildSectionSchema(datasourceSettings, { objects: perObject.prefault({}) })
const syncSchema = buildSectionSchema(syncSettings, {}, ['strategy', 'page_size'])
const switchSchema = buildSectionSchema(switchSettings, { sync: syncSchema.prefault({} as never) })

/** `name` and `id` stand in for each other; without both the datasource is named after its connector. */
function readNames(entry: Entry, connector: Connector | undefined, context: ReadContext): { id: string; name: string } {
  const id = readId(entry, context)
  const name = readText(entry, 'name', context)
  const chosen = id ?? (name === undefined ? (connector?.id ?? 'salesforce') : buildSlug(name))
  if (chosen === '') {
    addProblem(context.problems, entry.pathOf(['id']), `missing: the name "${name}" has no letters to make one from`)
  } else if (!/^[\p{L}\p{M}\p{N}._-]+$/u.test(chosen) || /^\.+$/.test(chosen)) {
    addProblem(context.problems, entry.pathOf(['id']), `"${chosen}" may hold only letters, digits, "-", "_" and "."`)
  }
  return { id: chosen, name: name ?? id ?? connector?.name ?? chosen }
}

function refuseTakenId(id: string, entry: Entry, takenIds: Set<string>, { problems }: ReadContext): void {
  if (takenIds.has(id)) {
    addProblem(problems, entry.pathOf(['id']), `two datasources have the id "${id}": give each its own`)
  }
  takenIds.add(id)
}

/** The settings may stand in `connector.config`, where the Coco server has them, or beside `sync`. */
function placeSettings({ raw, pathOf }: Entry, { problems }: ReadContext): Section {
  const connector = raw['connector']
  const config = isMap(connector) ? (connector['config'] ?? {}) : {}
  const own = isMap(config) ? config : {}
  if (!isMap(config)) addProblem(problems, pathOf(['connector', 'config']), 'must be a map of settings')
  const beside = Object.fromEntries(
    Object.entries(raw).filter(([key, value]) => settingKeys.includes(key) && isSet(value)),
  )
  for (const key of Object.keys(beside).filter((each) => isSet(own[each]))) {
    addProblem(problems, pathOf([key]), `is in ${pathOf(['connector', 'config', key])} too: keep one of them`)
  }
  return {
    values: withListsSpelledOut({ ...own, ...beside }),
    pathOf: (key) => (key in beside ? pathOf([key]) : pathOf(['connector', 'config', key])),
  }
}

function withListsSpelledOut(values: Record<string, unknown>): Record<string, unknown> {
  return 'objects' in values ? { ...values, objects: spellOutLists(values['objects']) } : values
}

function placeSwitches({ raw, pathOf }: Entry): Section {
  return { values: Object.fromEntries(switchKeys.map((key) => [key, raw[key]])), pathOf: (key) => pathOf([key]) }
}

function describeSwitch(enabled: boolean, syncEnabled: boolean): Pick<Datasource, 'enabled' | 'disabledBy'> {
  if (enabled && syncEnabled) return { enabled: true }
  return { enabled: false, disabledBy: enabled ? 'sync.enabled' : 'enabled' }
}

function noteCron(interval: SyncInterval, { pathOf }: Entry, { layers, cronExpressions }: ReadContext): void {
  if (!('cron' in interval)) return
  const layer = layers.schedule.findLast((each) => each.has('sync.interval'))
  const path = layer?.get('sync.interval')?.origin ?? pathOf(['sync', 'interval'])
  cronExpressions.set(path, interval.cron)
}

function pickObjects(
  settings: z.output<typeof settingsSchema>,
  id: string,
  { pathOf }: Section,
  { problems, notes }: ReadContext,
): Pick<Datasource, 'standardObjects' | 'customObjects'> {
  const { syncCustomObjects: isCustomOn, customObjects: custom } = settings
  const standardObjects = dropRepeatedNames(settings.standardObjects)
  if (isCustomOn && custom.length === 0) {
    notes.push(`Datasource ${id}: sync_custom_objects is on, but custom_objects_to_sync is empty ("*" for all).`)
  }
  if (!isCustomOn && custom.length > 0) {
    notes.push(`Datasource ${id}: custom_objects_to_sync has no effect while sync_custom_objects is off.`)
  }
  // Names beside "*" stay: one that the org lacks is to be reported.
  const customObjects = isCustomOn ? dropRepeatedNames(custom) : []
  if (standardObjects.length + customObjects.length === 0) {
    addProblem(
      problems,
      pathOf('standard_objects_to_sync'),
      'is empty, and no custom object is synced either: there is nothing to sync',
    )
  }
  return { standardObjects, customObjects }
}
