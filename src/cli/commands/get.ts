import type { Command } from 'commander'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../command.js'
import { loginFlags } from '../flags/setting-flags.js'
import type { Terminal } from '../terminal/terminal.js'

const help: HelpText = {
  about:
    'Writes the document of one record as sync would write it now, with its children. For a record in the recycle bin ' +
    'that is its tombstone. Changes nothing.',
  examples: [
    ['sf-extract get 0015g00000XyZabAAB', 'the document of that account'],
    ['sf-extract get 5005g00000XyZabAAB --datasource crm', 'a case as the datasource crm has it'],
  ],
}

const flags: readonly Flag[] = [
  ['--datasource <name>', 'id or name; may be left out where only one is configured'],
  ...loginFlags,
]

interface GetFlags extends CommonFlags {
  datasource?: string
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Writes the document to stdout, and a note where it is a tombstone. Throws RECORD_UNKNOWN, OBJECT_UNKNOWN, USAGE. */
export async function handle(given: GetFlags, terminal: Terminal, [id = '']: string[]): Promise<number> {
  const { withContext } = await import('../command-context.js')
  const { writeOut } = await import('../terminal/output.js')
  const { logNote } = await import('../terminal/terminal.js')
  const { renderLine } = await import('../../sinks/formats/ndjson.js')
  const { openFileTexts } = await import('../../extraction/file-texts.js')
  const { localFolder } = await import('../../state/stores/local-folder.js')
  const { readDocument } = await import('../../runs/read-document.js')
  const { datasource: name } = given
  return withContext(given, terminal, async (context) => {
    const [datasource] = context.datasources({ datasource: name === undefined ? [] : [name], force: true })
    const connector = context.connectorOf(datasource!)
    const org = await context.org(connector)
    const { clock, signal, env } = terminal
    const state = await context.lookingState()
    const { extract } = context.config
    const texts = openFileTexts(localFolder('texts', extract.state, env), { clock, signal })
    const reading = { org, state, clock, signal, listener: {}, texts, settings: extract }
    const opened = { ...reading, filesDir: extract.filesDir, env, connector, log: context.log }
    const documents = await readDocument(id.trim(), datasource!, opened).finally(() => texts.close())
    for (const document of documents) {
      if ('deleted' in document)
        logNote(terminal, given, `note: ${document.id} is in the recycle bin (${document.reason}).`)
      await writeOut(terminal, renderLine(document))
    }
    return 0
  })
}
