import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Command } from 'commander'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../command.js'
import { extraNames, languages } from '../flags/words.js'
import type { Terminal } from '../terminal/terminal.js'
import type { SandboxFlags } from '../sandbox/sandbox-flags.js'

const help: HelpText = {
  about: 'Starts an org with made-up data that answers like Salesforce, until Ctrl-C. How to reach it goes to stdout.',
  examples: [
    ['sf-extract sandbox --port 4800', 'a few thousand records on http://127.0.0.1:4800'],
    ['sf-extract sandbox --records 200000 --churn 5', 'a big org with five random changes every second'],
    ['sf-extract sandbox --json', 'the address and the credentials as one JSON object'],
    ['sf-extract sandbox --jwt-certificate app.crt', 'an org that the key of app.crt logs in to'],
    ['sf-extract sandbox --tls org.pem', 'an org on https://127.0.0.1; org.pem is for clients to trust'],
  ],
}

const flags: readonly Flag[] = [
  ['--port <n>', 'the port (default: a free one)'],
  ['--seed <n>', 'the number the data is made from'],
  ['--records <n>', 'about how many records the org starts with'],
  ['--objects <n>', 'custom objects the org has besides its own, without rows'],
  ['--with <name...>', `what else the org has: ${extraNames.join(', ')}`, extraNames],
  ['--latency <ms>', 'milliseconds added to every answer'],
  ['--churn <n>', 'random changes every second, or a rate of each kind: insert=2,update=5,delete=0.1'],
  ['--fault <name...>', 'a fault by name, repeatable: reset, status:status=503,count=2'],
  ['--tls <file>', 'speak TLS, and write the certificate that clients have to trust into a file'],
  ['--password <text>', 'let users log in with their name and this password'],
  ['--refresh-token <text>', 'a refresh token that logs in'],
  ['--rotate-refresh-token', 'each refresh token is good once, and the next comes with the answer'],
  ['--jwt-certificate <file>', 'let JWTs log in that the key of this certificate, or public key, has signed'],
  ['--language <code>', 'the language of messages: en or ja (default: en)', languages],
  ['--json', 'print the address and credentials as JSON'],
]

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/**
 * Starts the org, writes how to reach it, and closes it when the signal aborts. Throws USAGE for a wrong flag or a
 * taken port.
 */
export async function handle(given: CommonFlags & SandboxFlags, terminal: Terminal): Promise<number> {
  const { openSandbox } = await import('../sandbox/open-sandbox.js')
  const { renderAddress } = await import('../sandbox/render-address.js')
  const { writeOut } = await import('../terminal/output.js')
  const { logNote } = await import('../terminal/terminal.js')
  const sandbox = await openSandbox(given, terminal.cwd)
  try {
    const { certificate } = sandbox.address
    const file = given.tls === undefined ? undefined : path.resolve(terminal.cwd, given.tls)
    if (file !== undefined && certificate !== undefined) await writeCertificate(file, certificate)
    await writeOut(
      terminal,
      given.json ? `${JSON.stringify(sandbox.address)}\n` : renderAddress(sandbox.address, file, given),
    )
    logNote(terminal, given, `The org answers at ${sandbox.address.url} until Ctrl-C.`)
    if (!terminal.signal.aborted) await once(terminal.signal, 'abort')
  } finally {
    await sandbox.close()
  }
  return 0
}

async function writeCertificate(file: string, certificate: string): Promise<void> {
  try {
    await writeFile(file, certificate)
  } catch (cause) {
    const { ExtractError } = await import('../../errors/extract-error.js')
    throw new ExtractError('USAGE', `--tls: ${(cause as Error).message}`, { cause })
  }
}
