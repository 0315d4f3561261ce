import { onTestFinished } from 'vitest'
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js'
import { callCli } from './call-cli.js'
import { startCli, type CliEnd, type RunningCli } from './run-cli.js'
import { makeTempFolder } from './temp-folder.js'

export interface CliOrg {
  sandbox: Sandbox
  /** The working directory, empty at first. */
  folder: string
  env: NodeJS.ProcessEnv
  /** Runs a command line in this process. */
  run(...args: string[]): Promise<CliEnd>
  /** Starts the command line as a process of its own. */
  start(...args: string[]): RunningCli
}

/** An embedded org, a folder, and the environment that leads the command line to it; all gone when the test ends. */
export async function openCliOrg(options: SandboxOptions = {}): Promise<CliOrg> {
  const sandbox = await startSandbox({ records: 300, ...options })
  onTestFinished(() => sandbox.close())
  const folder = await makeTempFolder()
  const env = {
    SF_EXTRACT_LOGIN_URL: sandbox.url,
    SF_EXTRACT_CLIENT_ID: sandbox.clientId,
    SF_EXTRACT_CLIENT_SECRET: sandbox.clientSecret,
  }
  return {
    sandbox,
    folder,
    env,
    run: (...args) => callCli(args, { cwd: folder, env }),
    start: (...args) => startCli(args, { cwd: folder, env }),
  }
}

/** The JSON lines a command wrote to stdout. */
export function jsonLines(stdout: string): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
