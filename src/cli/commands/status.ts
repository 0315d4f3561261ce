import type { Command } from 'commander'
import type { DestinationStatus } from '../../runs/statuses.js'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../command.js'
import type { Terminal } from '../terminal/terminal.js'

const help: HelpText = {
  about: 'Shows what is known of each datasource, destination and object from the state alone. No call to the org.',
  examples: [
    ['sf-extract status', 'every datasource'],
    ['sf-extract status --datasource crm --json', 'one datasource, as JSON'],
  ],
}

const flags: readonly Flag[] = [
  ['--datasource <name...>', 'only this one, by id or name; repeatable'],
  ['--json', 'JSON instead of a table'],
]

interface StatusFlags extends CommonFlags {
  datasource?: string[]
  json?: boolean
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Writes the status of the datasources to stdout. */
export async function handle(given: StatusFlags, terminal: Terminal): Promise<number> {
  const { withContext } = await import('../command-context.js')
  const { writeOut, writeText } = await import('../terminal/output.js')
  const { readStatuses } = await import('../../runs/statuses.js')
  const { renderStatus } = await import('../printer/status-table.js')
  return withContext(given, terminal, async (context) => {
    const { datasource } = given
    const chosen =
      datasource === undefined ? context.config.datasources : context.datasources({ datasource, force: true })
    const state = await context.state()
    const statuses: DestinationStatus[] = []
    for (const { id } of chosen) statuses.push(...(await readStatuses(state, id)))
    const nowMs = terminal.clock.now()
    const text = statuses.map((status) => renderStatus(status, nowMs)).join('\n\n')
    const json = JSON.stringify(statuses.map((status) => withAges(status, nowMs)))
    await (given.json ? writeOut(terminal, `${json}\n`) : writeText(terminal, `${text}\n`))
    return 0
  })
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
