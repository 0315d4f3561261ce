import { Document, isMap, isSeq, parseDocument, type YAMLMap } from 'yaml'
import { loginKeys } from '../settings/login-settings.js'

/**
 * A configuration in YAML with another login for its only connector: all else stays as it is written. Undefined where
 * there is no one place for it: several connectors, or YAML that is none without its variables.
 */
export function replaceLogin(text: string, login: Record<string, string>, isCoco: boolean): string | undefined {
  const document = parseDocument(text)
  if (document.errors.length > 0) return undefined
  const settings = findSettings(document, isCoco)
  if (settings === undefined) return undefined
  for (const key of loginKeys) if (!(key in login)) settings.delete(key)
  for (const [key, value] of Object.entries(login)) settings.set(key, value)
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
function findSettings(document: Document, isCoco: boolean): YAMLMap | undefined {
  document.contents ??= document.createNode({})
  if (!isMap(document.contents)) return undefined
  const section: unknown = document.get('connector', true)
  if (section === undefined || section === null) return isCoco ? undefined : document.contents
  const connector = findOnly(section)
  if (connector === undefined) return undefined
  const config: unknown = connector.get('config', true)
  if (isMap(config)) return config
  const fresh = document.createNode({})
  connector.set('config', fresh)
  return fresh
}

/** One object, the only entry of a list, or the only one of a map by id. */
function findOnly(section: unknown): YAMLMap | undefined {
  if (isSeq(section)) return section.items.length === 1 && isMap(section.items[0]) ? section.items[0] : undefined
  if (!isMap(section)) return undefined
  if (['processor', 'config', 'id'].some((key) => section.has(key))) return section
  const [entry, ...others] = section.items
  return others.length === 0 && isMap(entry?.value) ? entry.value : undefined
}
