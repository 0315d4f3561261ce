import { ExtractError } from '../../errors/extract-error.js'
import { startSandbox } from '../../sandbox/sandbox.js'
import { parseSandboxFlags, type SandboxFlags } from './sandbox-flags.js'

/** How to reach an embedded org. */
export interface SandboxAddress {
  url: string
  clientId: string
  clientSecret: string
  /** The user of the logins, where one has to be named. */
  username?: string
  refreshToken?: string
  /** PEM, where the org speaks TLS. */
  certificate?: string
}

/**
 * Starts the embedded org as the flags say; files are relative to `cwd`. Throws USAGE for a wrong one and for a port
 * that can't be had.
 */
export async function openSandbox(
  flags: SandboxFlags,
  cwd: string,
): Promise<{ address: SandboxAddress; close(): Promise<void> }> {
  const options = await parseSandboxFlags(flags, cwd)
  const sandbox = await startSandbox(options).catch((cause: Error) => {
    throw startError(cause, options.port)
  })
  const { url, clientId, clientSecret, username, certificate } = sandbox
  const namesUser = flags.password !== undefined || flags.jwtCertificate !== undefined
  const address = {
    url,
    clientId,
    clientSecret,
    ...(namesUser && { username }),
    ...(flags.refreshToken !== undefined && { refreshToken: flags.refreshToken }),
    ...(certificate !== undefined && { certificate }),
  }
  return { address, close: () => sandbox.close() }
}

function startError(cause: Error, port = 0): ExtractError {
  const { code } = cause as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') {
    return new ExtractError('USAGE', `--port ${port}: another program listens there already`, {
      hint: 'Is another org running? Else take another port, or leave --port out for a free one.',
      cause,
    })
  }
  if (code === 'EACCES') {
    return new ExtractError('USAGE', `--port ${port}: the system doesn't let this user listen there`, {
      hint: 'Take a port from 1024 on, or leave --port out for a free one.',
      cause,
    })
  }
  return new ExtractError('USAGE', `The org can't be started: ${cause.message}`, { cause })
}
