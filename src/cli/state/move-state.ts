import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { parseStateAddress } from '../../config/addresses/state-address.js'
import { replaceDurably } from '../../durable-files.js'
import { diskError } from '../../errors/disk-error.js'
import { ExtractError } from '../../errors/extract-error.js'
import { countKept, exportState, importState } from '../../runs/state/move-state.js'
import { parseArchive } from '../../state/stores/archive.js'
import { withContext } from '../command-context.js'
import { renderAmount } from '../printer/amounts.js'
import { writeOut } from '../terminal/output.js'
import type { StateFlags } from './state-flags.js'
import { confirm } from '../terminal/prompt.js'
import { logNote, type Terminal } from '../terminal/terminal.js'

/** Writes the state into a file that only its owner may read, or to stdout. Throws USAGE, LOCK_HELD, OUTPUT_FAILED. */
export function exportInto(file: string | undefined, given: StateFlags, terminal: Terminal): Promise<number> {
  if (file === undefined) throw noFile('export')
  const { clock, signal, cwd } = terminal
  return withContext(given, terminal, async (context) => {
    const store = await context.store()
    const exported = new Date(clock.now()).toISOString()
    if (file === '-') {
      await exportState((line) => writeOut(terminal, line), { store, signal }, exported)
      return 0
    }
    const lines: string[] = []
    await exportState((line) => void lines.push(line), { store, signal }, exported)
    try {
      await replaceDurably(path.resolve(cwd, file), lines.join(''), 0o600)
    } catch (cause) {
      const work = { what: `The export ${file} can't be written`, place: file, otherwise: 'name another file' }
      throw diskError('OUTPUT_FAILED', work, cause)
    }
    logNote(terminal, given, `${renderAmount(lines.length - 2, 'key')} of the state exported to ${file}.`)
    return 0
  })
}

/** Reads an export, checks it, asks where something is to be replaced, and makes the state what it has. */
export async function importFrom(file: string | undefined, given: StateFlags, terminal: Terminal): Promise<number> {
  if (file === undefined) throw noFile('import')
  const changes = parseArchive(await readExport(file, terminal))
  return withContext(given, terminal, async (context) => {
    const store = await context.store()
    const place = parseStateAddress(context.config.extract.state).text
    const kept = await countKept(store.state)
    const replaces = given.replace === true
    const question = `Replace all ${renderAmount(kept, 'key')} of the state at ${place}?`
    if (replaces && kept > 0 && !given.yes && !(await confirm(question, '--yes', terminal))) return 0
    await importState(changes, { replaces }, { store, signal: terminal.signal })
    logNote(terminal, given, `${renderAmount(changes.length, 'key')} imported into the state at ${place}.`)
    return 0
  })
}

async function readExport(file: string, { stdin, cwd }: Terminal): Promise<string> {
  if (file === '-') return text(stdin)
  try {
    return await readFile(path.resolve(cwd, file), 'utf8')
  } catch (cause) {
    throw new ExtractError('USAGE', `The export ${file} can't be read: ${(cause as Error).message}`, { cause })
  }
}

function noFile(action: string): ExtractError {
  return new ExtractError('USAGE', `state ${action} needs the name of a file, or - for a pipe.`, {
    hint: `sf-extract state ${action} state.ndjson`,
  })
}
