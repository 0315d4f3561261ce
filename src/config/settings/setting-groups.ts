import type { FlagOf, SettingTable } from './setting.js'
import { childListSettings, objectSettings } from './object-settings.js'
import {
  connectorSettings,
  datasourceSettings,
  extractSettings,
  retrySettings,
  switchSettings,
  syncSettings,
} from './settings.js'

/** What is read, and overridden from outside the file, together. */
export type Part = 'connector' | 'datasource' | 'schedule' | 'extract'

export interface SettingGroup {
  title: string
  part: Part
  /** Where its settings stand in a file with sections. */
  section: string
  /** The keys they stand under within their part, and in an rc file without sections. */
  flat: readonly string[]
  table: SettingTable
}

const groups = [
  { title: 'The org', part: 'connector', section: 'connector.config', flat: [], table: connectorSettings },
  {
    title: 'What to sync',
    part: 'datasource',
    section: 'datasource.connector.config',
    flat: [],
    table: datasourceSettings,
  },
  {
    title: 'Further settings of one object',
    part: 'datasource',
    section: 'datasource.connector.config.objects.Account',
    flat: ['objects', 'Account'],
    table: objectSettings,
  },
  {
    title: 'Further settings of one object',
    part: 'datasource',
    section: 'datasource.connector.config.objects.Account.children.Contacts',
    flat: ['objects', 'Account', 'children', 'Contacts'],
    table: childListSettings,
  },
  { title: 'When to sync', part: 'schedule', section: 'datasource', flat: [], table: switchSettings },
  { title: 'When to sync', part: 'schedule', section: 'datasource.sync', flat: ['sync'], table: syncSettings },
  { title: 'How the tool works', part: 'extract', section: 'extract', flat: [], table: extractSettings },
  {
    title: 'How the tool tries again',
    part: 'extract',
    section: 'extract.retry',
    flat: ['retry'],
    table: retrySettings,
  },
] as const satisfies SettingGroup[]

/** All settings in the order people meet them. */
export const settingGroups: readonly SettingGroup[] = groups

/** The flags that override settings. */
export type SettingFlag = FlagOf<(typeof groups)[number]['table']>

/** The keys of a part in a file, those that hold further settings among them: `retry`. */
export function keysOf(part: Part): string[] {
  const keys = settingGroups
    .filter((group) => group.part === part)
    .flatMap(({ flat, table }) => flat[0] ?? Object.keys(table))
  return [...new Set(keys)]
}
