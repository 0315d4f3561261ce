import type { Command } from 'commander'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../../command.js'
import { cacheActions } from '../../flags/words.js'
import type { Terminal } from '../../terminal/terminal.js'

const help: HelpText = {
  about: 'The field cache keeps what the org has said about its objects and fields, per org, API version and user.',
  examples: [
    ['sf-extract cache show', 'what is kept, and when the org last confirmed it'],
    ['sf-extract cache clear', 'the next run describes every object again'],
  ],
}

const flags: readonly Flag[] = [['--json', 'JSON instead of a table']]

interface CacheFlags extends CommonFlags {
  json?: boolean
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Writes the cache's entries to stdout, or removes them and logs how many. Throws USAGE for another action. */
export async function handle(given: CacheFlags, terminal: Terminal, [action = '']: string[]): Promise<number> {
  const { clearFieldCache, readFieldCache } = await import('../../../state/field-cache.js')
  const { parseChoice } = await import('../../flags/flag-values.js')
  const { writeOut, writeText } = await import('../../terminal/output.js')
  const { renderCache } = await import('../../printer/cache-table.js')
  const { renderAmount } = await import('../../printer/amounts.js')
  const { withContext } = await import('../../command-context.js')
  const { logNote } = await import('../../terminal/terminal.js')
  const chosen = parseChoice('cache', action, cacheActions)
  return withContext(given, terminal, async (context) => {
    const state = await context.state()
    if (chosen === 'clear') {
      const count = await clearFieldCache(state)
      if (given.json) await writeOut(terminal, `${JSON.stringify({ cleared: count })}\n`)
      else logNote(terminal, given, `${renderAmount(count, 'describe')} removed from the field cache.`)
      return 0
    }
    const entries = await readFieldCache(state)
    if (given.json) await writeOut(terminal, `${JSON.stringify(entries)}\n`)
    else await writeText(terminal, `${renderCache(entries, terminal.clock.now())}\n`)
    return 0
  })
}
