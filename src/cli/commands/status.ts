import type { Command } from 'commander'
import type { DatasourceStatus } from '../../sync/status.js'
import { addWords, type Act, type CommonFlags, type Flag, type Words } from '../command.js'
import type { Terminal } from '../terminal.js'

const words: Words = {
  about: 'Shows what is known of each datasource and object from the state alone. No call to the org.',
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

export function register(command: Command, act: Act): void {
  addWords(command, words, flags).action(act(run))
}

/** Writes the status of the datasources to stdout. */
export async function run(given: StatusFlags, terminal: Terminal): Promise<number> {
  const { withRooms } = await import('../rooms.js')
  const { writeOut } = await import('../output.js')
  const { readStatus } = await import('../../sync/status.js')
  const { renderStatus } = await import('../printer/status-table.js')
  return withRooms(given, terminal, async (rooms) => {
    const { datasource, json } = given
    const chosen = datasource === undefined ? rooms.config.datasources : rooms.datasources({ datasource, force: true })
    const state = await rooms.state()
    const statuses: DatasourceStatus[] = []
    for (const { id } of chosen) statuses.push(await readStatus(state, id))
    const text = statuses.map((status) => renderStatus(status, terminal.clock.now())).join('\n\n')
    await writeOut(terminal, `${json ? JSON.stringify(statuses) : text}\n`)
    return 0
  })
}
