import {
  connectorSettings,
  datasourceSettings,
  extractSettings,
  objectSettings,
  retrySettings,
  switchSettings,
  syncSettings,
  type SettingTable,
} from './settings.js'

export interface SettingGroup {
  title: string
  /** Where its settings stand in a file with sections. */
  section: string
  /** The keys they stand under in an rc file without sections. */
  flat: string[]
  table: SettingTable
}

/** All settings in the order people meet them. */
export const settingGroups: SettingGroup[] = [
  { title: 'The org', section: 'connector.config', flat: [], table: connectorSettings },
  { title: 'What to sync', section: 'datasource.connector.config', flat: [], table: datasourceSettings },
  {
    title: 'Extra wishes for one object',
    section: 'datasource.connector.config.objects.Account',
    flat: ['objects', 'Account'],
    table: objectSettings,
  },
  { title: 'When to sync', section: 'datasource', flat: [], table: switchSettings },
  { title: 'When to sync', section: 'datasource.sync', flat: ['sync'], table: syncSettings },
  { title: 'How the tool works', section: 'extract', flat: [], table: extractSettings },
  { title: 'How the tool tries again', section: 'extract.retry', flat: ['retry'], table: retrySettings },
]
