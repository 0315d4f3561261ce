import { z } from 'zod'
import type { Connector, Datasource } from '../../terms.js'
import type { ReadConnectors } from './connectors.js'
import { readId, readText, refuseMisspelt, type Entry } from './entry.js'
import { addProblem } from '../problems.js'
import type { Layers } from '../sources/layers.js'
import { isMap, isSet } from '../sources/map.js'
import { buildObjectSettings } from './object-settings.js'
import { readSection, type Reading, type Section } from './read-section.js'
import { findConnectorId } from './referred-connector.js'
import { buildSectionSchema } from '../settings/section-schema.js'
import { datasourceSettings, objectSettings, switchSettings, syncSettings } from '../settings/settings.js'
import { buildSlug } from '../values/slug.js'
import { dropRepeatedNames } from '../values/sobject-names.js'

/** What a datasource is read against. */
export interface Surroundings {
  connectors: ReadConnectors
  layers: Layers
  /** Ids of the datasources read so far. */
  takenIds: Set<string>
}

/** One datasource; undefined where a problem keeps it from being whole. */
export function readDatasource(entry: Entry, around: Surroundings, reading: Reading): Datasource | undefined {
  const { connectors, layers } = around
  const connectorId = findConnectorId(entry, connectors, reading)
  const connector = connectors.connectors.find(({ id }) => id === connectorId)
  const names = readNames(entry, connector, reading)
  refuseTakenId(names.id, entry, around.takenIds, reading)
  refuseMisspelt(entry, [...entryKeys, ...settingKeys], reading.findings)
  const section = placeSettings(entry, reading)
  const settings = readSection(settingsSchema, section, layers.datasource, reading)
  const switches = readSection(switchSchema, placeSwitches(entry), layers.schedule, reading)
  if (connectorId === undefined || settings === undefined || switches === undefined) return undefined
  const synced = pickObjects(settings, names.id, section, reading)
  return {
    ...names,
    connectorId,
    ...describeSwitch(switches),
    ...synced,
    namesStandardObjects: isGiven('standard_objects_to_sync', section, layers),
    watermarkField: settings.watermark_field,
    lookbackMs: settings.lookback,
    cacheMaxAgeMs: settings.cache_max_age,
    deletes: settings.deletes,
    children: settings.children,
    files: settings.files,
    schema: settings.schema,
    objects: buildObjectSettings(settings.objects, synced, {
      notes: reading.findings.notes,
      report: (name, problem) => addProblem(reading.findings, `${section.pathOf('objects')}.${name}`, problem),
    }),
    syncIntervalMs: switches.sync.interval,
  }
}

function isGiven(key: string, { values }: Section, { datasource }: Layers): boolean {
  return isSet(values[key]) || datasource.some((layer) => layer.has(key))
}

const entryKeys = ['id', 'name', 'type', 'enabled', 'connector', 'sync']
const settingKeys = [...Object.keys(datasourceSettings), 'objects']

const perObject = z.record(z.string(), buildSectionSchema(objectSettings), { error: 'must be a map by object' })
const settingsSchema = buildSectionSchema(datasourceSettings, { objects: perObject.prefault({}) })
const syncSchema = buildSectionSchema(syncSettings, {}, ['strategy', 'page_size'])
const switchSchema = buildSectionSchema(switchSettings, { sync: syncSchema.prefault({} as never) })

/** `name` and `id` stand in for each other; without both the datasource is named after its connector. */
function readNames(entry: Entry, connector: Connector | undefined, reading: Reading): { id: string; name: string } {
  const id = readId(entry, reading)
  const name = readText(entry, 'name', reading)
  const chosen = id ?? (name === undefined ? (connector?.id ?? 'salesforce') : buildSlug(name))
  if (chosen === '') {
    addProblem(reading.findings, entry.pathOf(['id']), `missing: the name "${name}" has no letters to make one from`)
  } else if (!/^[\p{L}\p{M}\p{N}._-]+$/u.test(chosen) || /^\.+$/.test(chosen)) {
    addProblem(reading.findings, entry.pathOf(['id']), `"${chosen}" may hold only letters, digits, "-", "_" and "."`)
  }
  return { id: chosen, name: name ?? id ?? connector?.name ?? chosen }
}

function refuseTakenId(id: string, entry: Entry, takenIds: Set<string>, { findings }: Reading): void {
  if (takenIds.has(id)) {
    addProblem(findings, entry.pathOf(['id']), `two datasources have the id "${id}": give each its own`)
  }
  takenIds.add(id)
}

/** The settings may stand in `connector.config`, where the Coco server has them, or beside `sync`. */
function placeSettings({ raw, pathOf }: Entry, { findings }: Reading): Section {
  const connector = raw['connector']
  const config = isMap(connector) ? (connector['config'] ?? {}) : {}
  const own = isMap(config) ? config : {}
  if (!isMap(config)) addProblem(findings, pathOf(['connector', 'config']), 'must be a map of settings')
  const beside = Object.fromEntries(
    Object.entries(raw).filter(([key, value]) => settingKeys.includes(key) && isSet(value)),
  )
  for (const key of Object.keys(beside).filter((each) => isSet(own[each]))) {
    addProblem(findings, pathOf([key]), `is in ${pathOf(['connector', 'config', key])} too: keep one of them`)
  }
  return {
    values: { ...own, ...beside },
    pathOf: (key) => (key in beside ? pathOf([key]) : pathOf(['connector', 'config', key])),
  }
}

function placeSwitches({ raw, pathOf }: Entry): Section {
  return { values: { enabled: raw['enabled'], sync: raw['sync'] }, pathOf: (key) => pathOf([key]) }
}

function describeSwitch({ enabled, sync }: z.output<typeof switchSchema>): Pick<Datasource, 'enabled' | 'disabledBy'> {
  if (enabled && sync.enabled) return { enabled: true }
  return { enabled: false, disabledBy: enabled ? 'sync.enabled' : 'enabled' }
}

function pickObjects(
  settings: z.output<typeof settingsSchema>,
  id: string,
  { pathOf }: Section,
  { findings }: Reading,
): Pick<Datasource, 'standardObjects' | 'customObjects'> {
  const { sync_custom_objects: isCustomOn, custom_objects_to_sync: custom } = settings
  const standardObjects = dropRepeatedNames(settings.standard_objects_to_sync)
  if (isCustomOn && custom.length === 0) {
    findings.notes.push(
      `Datasource ${id}: sync_custom_objects is on, but custom_objects_to_sync is empty ("*" for all).`,
    )
  }
  if (!isCustomOn && custom.length > 0) {
    findings.notes.push(`Datasource ${id}: custom_objects_to_sync has no effect while sync_custom_objects is off.`)
  }
  // Names beside "*" stay: one that the org lacks is to be reported.
  const customObjects = isCustomOn ? dropRepeatedNames(custom) : []
  if (standardObjects.length + customObjects.length === 0) {
    addProblem(
      findings,
      pathOf('standard_objects_to_sync'),
      'is empty, and no custom object is synced either: there is nothing to sync',
    )
  }
  return { standardObjects, customObjects }
}
