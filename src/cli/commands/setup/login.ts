import path from 'node:path'
import type { Command } from 'commander'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../../command.js'
import { loginFlags } from '../../flags/setting-flags.js'
import { authNames, secretPlaces } from '../../flags/words.js'
import type { LoginFlags } from '../../login/login-answers.js'
import type { Terminal } from '../../terminal/terminal.js'

const help: HelpText = {
  about:
    'Asks how to log in, or takes it from flags, tries it, and writes it into the configuration. Secrets are typed ' +
    'unseen, or read from the environment: SF_EXTRACT_CLIENT_SECRET, SF_EXTRACT_REFRESH_TOKEN, SF_EXTRACT_ACCESS_TOKEN.',
  examples: [
    ['sf-extract login', 'asks, tries, and writes coco.yml or changes the login in the configuration there is'],
    ['sf-extract login --target-org my-org', 'takes the login that the Salesforce CLI has to this org'],
    [
      'sf-extract login --auth jwt --domain mycompany --client-id 3MVG9… --username me@mycompany.com --private-key-file salesforce.key',
      'without questions',
    ],
  ],
}

const flags: readonly Flag[] = [
  ['--auth <way>', 'client_credentials, jwt, refresh_token, access_token or sf_cli', authNames],
  ['--domain <name>', "your org's My Domain: mycompany, or an address pasted from the browser"],
  ['--client-id <id>', 'Consumer Key of the app'],
  ['--username <name>', 'for jwt: the user to log in as'],
  ['--private-key-file <path>', "for jwt: the key of the app's certificate"],
  ['--instance-url <address>', "for access_token: the org's address"],
  ...loginFlags,
  ['--secrets <place>', 'where secrets go: file (readable by its owner alone) or environment', secretPlaces],
  ['--connector <id>', 'the connector whose login it is, where the file has several'],
  ['--file <path>', 'the file to write, instead of the nearest configuration or coco.yml'],
]

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/**
 * Writes the login that works, and logs as whom. Throws USAGE where something is missing and there is no terminal to
 * ask on, or no place for it in the file; and what the login throws where the person doesn't try again.
 */
export async function handle(given: CommonFlags & LoginFlags, terminal: Terminal): Promise<number> {
  const { findLoginFile } = await import('../../login/login-file.js')
  const { completeLogin } = await import('../../login/login-answers.js')
  const { tryLogin } = await import('../../login/try-login.js')
  const { writeFirstFile } = await import('../../init/write-first-file.js')
  const { logNote } = await import('../../terminal/terminal.js')
  const file = await findLoginFile(given, terminal)
  const name = path.relative(terminal.cwd, file.path)
  const { text, holdsSecret } = await completeLogin(given, { name, terminal }, async (login) => {
    const planned = file.plan(login)
    const { who, notes } = await tryLogin(
      { path: file.path, text: planned },
      { login, connector: given.connector },
      terminal,
    )
    for (const note of notes) logNote(terminal, given, `note: ${note}`)
    logNote(terminal, given, `Logged in: ${who}`)
    return { text: planned, holdsSecret: login.holdsSecret }
  })
  const mode = holdsSecret || !file.isThere ? 0o600 : undefined
  await writeFirstFile(file.path, text, mode, file.isThere)
  const named = file.isFound ? '' : ` --config ${name}`
  logNote(terminal, given, `${name} written. Next: sf-extract check${named}, then sf-extract sync${named}.`)
  return 0
}
