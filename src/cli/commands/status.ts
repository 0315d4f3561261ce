import path from 'node:path'
import type { Command } from 'commander'
import type { DestinationStatus } from '../../runs/statuses.js'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../command.js'
import type { StatusPage } from '../status/write-page.js'
import type { Terminal } from '../terminal/terminal.js'

const help: HelpText = {
  about: 'Shows what is known of each datasource, destination and object from the state alone. No call to the org.',
  examples: [
    ['sf-extract status', 'every datasource'],
    ['sf-extract status --datasource crm --json', 'one datasource, as JSON'],
    [
      'sf-extract status --output documents --fail-after 2h',
      'for a monitor: fails where that folder is two hours behind',
    ],
    ['sf-extract status --html status.html --output documents', 'a page to look at, with the records written last'],
  ],
}

const flags: readonly Flag[] = [
  ['--datasource <name...>', 'only this one, by id or name; repeatable'],
  ['--output <dir>', 'only what is known of this folder (- for stdout)'],
  ['--to <target>', 'only what is known of this target'],
  ['--fail-after <duration>', 'exit 1 where there has been no successful run for so long (2h), for monitors'],
  ['--json', 'JSON instead of a table'],
  ['--html <file>', 'a page in one file instead (- for stdout); with --output it has records of that folder in it'],
]

interface StatusFlags extends CommonFlags {
  datasource?: string[]
  output?: string
  to?: string
  failAfter?: string
  json?: boolean
  html?: string
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Writes the status of the datasources to stdout. Throws OVERDUE where one is behind by more than --fail-after. */
export async function handle(given: StatusFlags, terminal: Terminal): Promise<number> {
  const { withContext } = await import('../command-context.js')
  const { readStatuses } = await import('../../runs/statuses.js')
  const { parseDurationFlag } = await import('../flags/flag-values.js')
  const { findPlace } = await import('../flags/output-place.js')
  const { validateTimely } = await import('../status/overdue.js')
  const { datasource } = given
  const failAfterMs = given.failAfter === undefined ? undefined : parseDurationFlag('--fail-after', given.failAfter)
  return withContext(given, terminal, async (context) => {
    const place = findPlace(given, context.config, terminal.cwd)
    const chosen =
      datasource === undefined ? context.config.datasources : context.datasources({ datasource, force: true })
    const state = await context.state()
    const statuses: DestinationStatus[] = []
    const watched: DestinationStatus[] = []
    for (const { id, enabled } of chosen) {
      const own = await readStatuses(state, id, place)
      statuses.push(...own)
      // One that is switched off is nobody's to wait for, unless it was named.
      if (enabled || datasource !== undefined) watched.push(...own)
    }
    const nowMs = terminal.clock.now()
    await show(given, { statuses, config: context.config, state, place, nowMs }, terminal)
    if (failAfterMs !== undefined) validateTimely(watched, failAfterMs, nowMs)
    return 0
  })
}

async function show({ html, json }: StatusFlags, page: StatusPage, terminal: Terminal): Promise<void> {
  const { writeOut, writeText } = await import('../terminal/output.js')
  const { statuses, nowMs } = page
  if (html !== undefined) {
    const { buildStatusPage, writePageFile } = await import('../status/write-page.js')
    const text = await buildStatusPage(page)
    await (html === '-' ? writeOut(terminal, text) : writePageFile(path.resolve(terminal.cwd, html), text))
    return
  }
  if (json) {
    await writeOut(terminal, `${JSON.stringify(statuses.map((status) => withAges(status, nowMs)))}\n`)
    return
  }
  const { renderStatus } = await import('../printer/status-table.js')
  await writeText(terminal, `${statuses.map((status) => renderStatus(status, nowMs)).join('\n\n')}\n`)
}

/** The same with the age of each object's last reading, as the table has it. */
function withAges({ objects, ...status }: DestinationStatus, nowMs: number): object {
  const aged = objects.map((object) => {
    const { lastEnded } = object
    return lastEnded === undefined
      ? object
      : { ...object, ageSeconds: Math.round((nowMs - Date.parse(lastEnded)) / 1000) }
  })
  return { ...status, objects: aged }
}
