/**
 * The configuration as the program sees it. Names and types of the settings come from the tables of
 * settings/settings.ts; what stands here is what a configuration has besides them.
 */
import type { Enrichment } from './enrichment/enrichment-types.js'
import type { TargetAddress } from './targets/target-address.js'
import type { SettingsOf } from './settings/setting.js'
import type { childListSettings, objectSettings } from './settings/object-settings.js'
import type {
  connectorSettings,
  datasourceSettings,
  extractSettings,
  retrySettings,
  switchSettings,
  syncSettings,
} from './settings/settings.js'
import type { dispatcherSettings, pipelineSettings } from './settings/pipeline-settings.js'

/**
 * `loginUrl` is where tokens are got: the https origin of the org's My Domain, no trailing slash; with an access token
 * the org's address; empty where the Salesforce CLI tells it. What the way to log in (`auth`) has to be given is there.
 */
export interface Connector extends SettingsOf<typeof connectorSettings> {
  id: string
  name: string
  /** What paths of secrets are relative to, and where commands that tell them are run. */
  folder: string
}

/** Further settings of one sObject. `where` is a SOQL condition without the word WHERE. */
export interface ObjectSettings extends SettingsOf<typeof objectSettings> {
  /** Child lists to read with each record, by the name of their relationship as the file has it. */
  children?: Record<string, ChildListSettings>
}

/** A child list that the configuration adds. `where` is a SOQL condition without the word WHERE. */
export type ChildListSettings = SettingsOf<typeof childListSettings>

/**
 * Names in `customObjects` end in `__c` (or another `__x` suffix); `['*']` for all queryable ones; empty where custom
 * objects are off.
 */
export interface Datasource
  extends
    Omit<SettingsOf<typeof datasourceSettings>, 'syncCustomObjects'>,
    SettingsOf<typeof switchSettings>,
    Omit<SettingsOf<typeof syncSettings>, 'syncEnabled'> {
  id: string
  name: string
  connectorId: string
  /** False where `enabled` or `sync.enabled` is; `disabledBy` names which. */
  enabled: boolean
  disabledBy?: string
  /** False where the six are taken by default: one that the org lacks is then skipped instead of an error. */
  namesStandardObjects: boolean
  /** What its documents go through on their way out. */
  enrichment?: Enrichment
  /** Keyed by sObject name. */
  objects: Record<string, ObjectSettings>
}

/** `state` is `file:DIR` or another Keyv address, its path absolute. */
export interface ExtractSettings extends SettingsOf<typeof extractSettings> {
  retry: SettingsOf<typeof retrySettings>
  /** What `to` names. */
  target?: TargetAddress | undefined
}

/** How the dispatcher goes about it. */
export interface PipelineSettings extends SettingsOf<typeof pipelineSettings>, SettingsOf<typeof dispatcherSettings> {}

export interface Config {
  /** The file it came from; absent when flags and environment were enough. */
  file?: string
  connectors: Connector[]
  datasources: Datasource[]
  extract: ExtractSettings
  pipeline: PipelineSettings
  /** Things the user should know that are no errors. */
  notes: string[]
}
