import { ExtractError } from '../../../errors/extract-error.js'
import { shorten } from '../../../errors/shorten.js'
import { parseInstanceUrl } from '../instance-url.js'
import { runProgram } from '../secrets/run-program.js'
import type { CachedSession } from '../token-cache.js'
import { validateToken } from './access-token.js'
import { fetchIdentity } from './identity.js'
import { secretContext, type LoginContext } from './way.js'

/**
 * Asks the Salesforce CLI for the token of an org that it is logged in to; it renews what has ended.
 * Throws LOGIN_NO_SF_CLI with the cure, FOREIGN_ADDRESS, INTERRUPTED.
 */
export async function borrowLogin(context: LoginContext): Promise<CachedSession> {
  const { connector, dead } = context
  const org = parseTargetOrg(connector.targetOrg ?? '')
  const shown = await ask(['org', 'display', '--json', '--target-org', org], org, context)
  const { accessToken, instanceUrl: address, connectedStatus = 'Connected', status = 'Active', id } = shown
  if (connectedStatus !== 'Connected') throw buildEnded(org, String(connectedStatus))
  if (status !== 'Active') throw buildEnded(org, `the org is ${String(status).toLowerCase()}`)
  const token = isHidden(accessToken) ? await fetchHiddenToken(org, context) : String(accessToken)
  validateToken(token, 'What the Salesforce CLI tells')
  if (token === dead) throw buildEnded(org, 'the org does not take its token')
  const instanceUrl = parseInstanceUrl(String(address), connector.loginUrl)
  const identity = await fetchIdentity(context, { token, instanceUrl })
  return { token, instanceUrl, ...identity, orgId: identity.orgId || (typeof id === 'string' ? id : '') }
}

/** An alias or a username, which is handed to a program: nothing in it may be read as a flag or by a shell. */
function parseTargetOrg(text: string): string {
  if (/^[\p{L}\p{N}_.@+][\p{L}\p{N}_.@+:-]*$/u.test(text)) return text
  throw refuse(`"${shorten(text, 100)}" is no alias or username of the Salesforce CLI`, listOrgs)
}

/** Since May 2026 `org display` shows no tokens ("View Org Authentication Secrets"). */
function isHidden(token: unknown): boolean {
  return typeof token !== 'string' || token === '' || token.startsWith('[REDACTED]')
}

async function fetchHiddenToken(org: string, context: LoginContext): Promise<string> {
  const { accessToken } = await ask(['org', 'auth', 'show-access-token', '--json', '--target-org', org], org, context)
  if (!isHidden(accessToken)) return String(accessToken)
  throw refuse(
    `The Salesforce CLI tells no access token for ${org}`,
    'Update it: sf update, or npm install -g @salesforce/cli.',
  )
}

/** The `result` of a command of the Salesforce CLI. */
async function ask(words: string[], org: string, context: LoginContext): Promise<Record<string, unknown>> {
  const env = { ...context.env, FORCE_COLOR: '0', SF_SKIP_NEW_VERSION_CHECK: 'true' }
  const end = await runProgram(['sf', ...words], { ...secretContext(context), env, timeoutMs: longestAnswerMs })
  const command = `sf ${words.filter((word) => !word.startsWith('--') && word !== org).join(' ')}`
  if ('failure' in end) {
    if (end.failure === 'absent') throw refuse('The Salesforce CLI (sf) is not on the PATH', installCli)
    throw refuse(`\`${command}\` gave no answer in ${longestAnswerMs / 1000} s`, `Run it by hand: ${command} -o ${org}`)
  }
  const answer = readAnswer(end.stdout) ?? readAnswer(end.stderr)
  if (answer === undefined) throw refuse(`\`${command}\` wrote no JSON (exit code ${end.exitCode})`, installCli)
  const { status, result, name, message } = answer
  if (status === 0 && typeof result === 'object' && result !== null) return result as Record<string, unknown>
  throw buildRefused(org, String(name ?? 'unknown'), shorten(String(message ?? ''), 300))
}

/** A cold start of the CLI takes seconds, and it asks the org whether the token lives. */
const longestAnswerMs = 60_000

/** The JSON of an answer: warnings of Node or of an update may stand before it. */
function readAnswer(text: string): Record<string, unknown> | undefined {
  const start = text.indexOf('{')
  if (start === -1) return undefined
  try {
    return JSON.parse(text.slice(start)) as Record<string, unknown>
  } catch {
    return undefined
  }
}

function buildRefused(org: string, name: string, message: string): ExtractError {
  if (unknownOrg.has(name)) return refuse(`The Salesforce CLI knows no org "${org}"`, `${listOrgs} ${logInTo(org)}`)
  if (/auth|token/i.test(name)) return buildEnded(org, `${name}: ${message}`)
  return refuse(
    `The Salesforce CLI can't tell of ${org} (${name}: ${message})`,
    `See what it says: sf org display -o ${org}`,
  )
}

/** Names of its errors, which are the same in every language. */
const unknownOrg = new Set(['NamedOrgNotFoundError', 'NamedOrgNotFound', 'NoAuthInfoFound', 'NoOrgFound'])

function buildEnded(org: string, why: string): ExtractError {
  return refuse(`The Salesforce CLI's login to ${org} has ended (${why})`, logInTo(org))
}

const listOrgs = '`sf org list` shows the aliases and usernames it has.'

function logInTo(org: string): string {
  return `Log in with it: sf org login web --alias ${org} (--instance-url https://test.salesforce.com for a sandbox).`
}

const installCli =
  'Install it (npm install -g @salesforce/cli, 2.0 or later) and log in: sf org login web --alias NAME. Or log in ' +
  'another way: `sf-extract login` sets that up.'

function refuse(message: string, hint: string): ExtractError {
  return new ExtractError('LOGIN_NO_SF_CLI', message, { hint })
}
