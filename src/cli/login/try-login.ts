import { loadConfig } from '../../config/config.js'
import { ExtractError } from '../../errors/extract-error.js'
import { describeLogin } from '../../runs/check/describe-login.js'
import { openConnector } from '../../runs/open-connector.js'
import type { Terminal } from '../terminal/terminal.js'
import type { Login } from './login-answers.js'

/**
 * Logs in as the file will have it, and gives where and as whom, and the notes on the settings. Variables of the
 * environment that override the file count, as they will in every run. Throws CONFIG_INVALID, and as the org does.
 */
export async function tryLogin(
  planned: { path: string; text: string },
  { login: { variables }, connector: id }: { login: Login; connector: string | undefined },
  { cwd, env, clock, signal }: Terminal,
): Promise<{ who: string; notes: string[] }> {
  const all = { ...env, ...variables }
  const config = await loadConfig({ cwd, env: all, planned })
  const connector = config.connectors.find((each) => id === undefined || each.id === id)
  if (connector === undefined) throw new ExtractError('BUG', 'the file with the login has no connector')
  const log = { debug: () => {} }
  const org = openConnector(connector, { config, clock, log, signal, env: all }, { freshLogin: true })
  try {
    return { who: await describeLogin(connector, org), notes: config.notes }
  } finally {
    await org.close()
  }
}
