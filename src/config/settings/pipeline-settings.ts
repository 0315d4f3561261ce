/** The settings of the dispatcher, under the names that the Coco server has for them. They stand in a list. */
import type { SettingTable } from './setting.js'
import { toggle, wholeNumber } from '../values/setting-values.js'

/** The entry of `pipeline` that is called `connector_dispatcher`. */
export const pipelineSettings = {
  auto_start: {
    property: 'autoStart',
    check: toggle,
    type: 'true or false',
    default: true,
    example: 'false',
    effect: 'Whether `run` may start; if false, it does so only with --force.',
  },
  keep_running: {
    property: 'keepRunning',
    check: toggle,
    type: 'true or false',
    default: true,
    example: 'false',
    effect: 'Whether `run` goes on; if false, it runs once what is due and ends.',
  },
  singleton: {
    property: 'singleton',
    check: toggle,
    type: 'true or false',
    default: true,
    example: 'false',
    effect: 'Whether a second dispatcher on the same state is refused (exit 7).',
  },
  retry_delay_in_ms: {
    property: 'retryDelayMs',
    check: wholeNumber(1, 86_400_000),
    type: 'milliseconds',
    default: 10_000,
    example: '60000',
    effect: 'How long after a failed run the next begins; it doubles from failure to failure, up to 15 minutes.',
  },
} as const satisfies SettingTable

/** The `connector_dispatcher` among the processors of that entry. */
export const dispatcherSettings = {
  max_running_timeout_in_seconds: {
    property: 'maxRunningTimeoutMs',
    check: wholeNumber(1, 604_800).transform((seconds) => seconds * 1000),
    type: 'seconds',
    default: 1200,
    example: '3600',
    effect: 'How long a run may take. Then it ends at its next checkpoint, and the next one goes on from there.',
  },
  pipelines_in_sync: {
    property: 'pipelinesInSync',
    check: toggle,
    type: 'true or false',
    default: false,
    example: 'true',
    effect: 'Whether datasources are run in turn instead of side by side.',
  },
} as const satisfies SettingTable

/** The tables with the place of each in a file. */
export const pipelineGroups = [
  { section: 'pipeline[]', table: pipelineSettings },
  { section: 'pipeline[].processor[].connector_dispatcher', table: dispatcherSettings },
] as const satisfies { section: string; table: SettingTable }[]
