import type { SettingsOf } from '../settings/setting.js'
import type { commonSettings, processorSettings } from './processor-settings.js'
import type { When } from './when.js'

export type ProcessorName = keyof typeof processorSettings

/** The options of one processor. */
export type ProcessorOptions<Name extends ProcessorName> = SettingsOf<(typeof processorSettings)[Name]>

/** A processor of a pipeline. `at`: where it stands in the file. */
export type ProcessorEntry<Name extends ProcessorName = ProcessorName> = {
  [Each in Name]: SettingsOf<typeof commonSettings> & {
    name: Each
    at: string
    options: ProcessorOptions<Each>
    when?: When | undefined
  }
}[Name]

export interface Enrichment {
  name?: string
  /** Where relative paths in options count from. */
  folder: string
  processors: ProcessorEntry[]
}
