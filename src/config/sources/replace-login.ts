import { Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml'
import { loginKeys } from '../settings/login-settings.js'

/** Where in a file the login goes. */
export interface LoginPlace {
  /** A file of the Coco server, whose connectors stand in a section. */
  isCoco: boolean
  /** JSON stays JSON. */
  isJson?: boolean
  /** The key that the settings are below, as in package.json. */
  section?: string
  /** The id of the connector, where there are several. */
  connector?: string | undefined
}

/**
 * A configuration in YAML or JSON with another login for its only connector, or for the one named: all else stays as it
 * is written, in JSON but for blanks. Undefined where there is no one place for it: several connectors, none of the
 * name, or YAML that is none without its variables.
 */
export function replaceLogin(text: string, login: Record<string, string>, place: LoginPlace): string | undefined {
  const document = parseDocument(text)
  if (document.errors.length > 0) return undefined
  const settings = findSettings(document, place)
  if (settings === undefined) return undefined
  for (const key of loginKeys) if (!(key in login)) settings.delete(key)
  for (const [key, value] of Object.entries(login)) settings.set(key, value)
  if (place.isJson) return `${JSON.stringify(document.toJS(), null, /^[ \t]+(?=")/m.exec(text)?.[0] ?? 2)}\n`
  return settings.range ? splice(text, settings, settings.range) : document.toString(style)
}

const style = { lineWidth: 0 }

/** The text with the map alone written anew, as far in as it was. Comments around it stay. */
function splice(text: string, settings: YAMLMap, [start, end]: readonly [number, number, number]): string {
  settings.commentBefore = null
  settings.comment = null
  const part = new Document()
  part.contents = settings
  const column = start - (text.lastIndexOf('\n', start - 1) + 1)
  const rendered = part.toString(style).trimEnd()
  const indented = settings.flow ? rendered : rendered.replaceAll(/\n(?=.)/g, `\n${' '.repeat(column)}`)
  const kept = text.slice(start, end)
  return text.slice(0, start) + indented + kept.slice(kept.trimEnd().length) + text.slice(end)
}

/** The map with the connector's settings: its `config`, or the whole of an rc file without sections. */
function findSettings(document: Document, { isCoco, section, connector: id }: LoginPlace): YAMLMap | undefined {
  document.contents ??= document.createNode({})
  if (section !== undefined && !document.has(section)) document.set(section, document.createNode({}))
  const root: unknown = section === undefined ? document.contents : document.get(section, true)
  if (!isMap(root)) return undefined
  const connectors: unknown = root.get('connector', true)
  if (connectors === undefined || connectors === null) return isCoco || id !== undefined ? undefined : root
  const connector = findConnector(connectors, id)
  if (connector === undefined) return undefined
  const config: unknown = connector.get('config', true)
  if (isMap(config)) return config
  const fresh = document.createNode({})
  connector.set('config', fresh)
  return fresh
}

/** One object, an entry of a list, or one of a map by id: the only one, or the one of that id. */
function findConnector(section: unknown, id: string | undefined): YAMLMap | undefined {
  const found = listConnectors(section).filter((each) => id === undefined || each.id === id)
  return found.length === 1 && isMap(found[0]!.connector) ? found[0]!.connector : undefined
}

function listConnectors(section: unknown): { id: unknown; connector: unknown }[] {
  if (isSeq(section)) return section.items.map((item) => ({ id: isMap(item) && item.get('id'), connector: item }))
  if (!isMap(section)) return []
  if (['processor', 'config', 'id'].some((key) => section.has(key))) {
    return [{ id: section.get('id'), connector: section }]
  }
  return section.items.map(({ key, value }) => ({ id: isScalar(key) ? key.value : key, connector: value }))
}
