import type { Auth } from '../../config/settings/login-settings.js'
import { escapeVariables } from '../../config/sources/interpolate.js'
import { ExtractError, isExtractError } from '../../errors/extract-error.js'
import { keepSecret } from '../../errors/redact.js'
import { parseChoice } from '../flags/flag-values.js'
import type { LogFlags } from '../flags/log-options.js'
import { secretPlaces } from '../flags/words.js'
import { promptUntilRight } from '../terminal/prompt-until-right.js'
import { openPrompter, type Prompter } from '../terminal/prompt.js'
import { logLine, type Terminal } from '../terminal/terminal.js'
import { loginWays, parseWay, type LoginQuestion } from './ways.js'

/** The command's own flags, as they were given. */
export interface LoginFlags extends LogFlags {
  auth?: string
  domain?: string
  clientId?: string
  username?: string
  privateKeyFile?: string
  instanceUrl?: string
  targetOrg?: string
  secrets?: string
  file?: string
  /** The id of the connector whose login it is. */
  connector?: string
}

/** A login as it goes into a file. */
export interface Login {
  settings: Record<string, string>
  /** The secrets that the file refers to, by their variables: they need not be set yet. */
  variables: Record<string, string>
  holdsSecret: boolean
}

/** Where the answers come from and go to. */
interface Asked {
  /** The file's, as the person knows it. */
  name: string
  terminal: Terminal
}

/**
 * Puts a login together from flags, variables and, on a terminal, questions, and gives what `attempt` makes of it. Where
 * that fails on a terminal, the person may change the answers and try again.
 * Throws USAGE where something is missing, what `attempt` throws, INTERRUPTED.
 */
export async function completeLogin<T>(
  given: LoginFlags,
  { name, terminal }: Asked,
  attempt: (login: Login) => Promise<T>,
): Promise<T> {
  const place = given.secrets === undefined ? undefined : parseChoice('--secrets', given.secrets, secretPlaces)
  const flagged = given.auth ?? (given.targetOrg === undefined ? undefined : 'sf_cli')
  if (terminal.stdin.isTTY !== true || terminal.stderr.isTTY !== true) {
    const auth = parseFlaggedWay(flagged)
    const answers = readGiven(auth, given, terminal.env)
    validateComplete(auth, answers)
    return attempt(buildLogin(auth, answers, place ?? 'environment'))
  }
  const prompter = openPrompter(terminal)
  try {
    return await promptUntilWorks({ given, flagged, place, name, prompter, terminal }, attempt)
  } finally {
    prompter.close()
  }
}

type Place = (typeof secretPlaces)[number]
type Answers = Record<string, string>

function parseFlaggedWay(flagged: string | undefined): Auth {
  if (flagged !== undefined) return parseFlag(flagged)
  throw new ExtractError('USAGE', 'There is no terminal to ask on, so give at least --auth or --target-org.', {
    hint: Object.entries(loginWays)
      .map(([auth, { questions }]) => `${auth} needs ${questions.map(nameSource).join(', ')}`)
      .join('; '),
  })
}

function parseFlag(flagged: string): Auth {
  try {
    return parseWay(flagged)
  } catch (cause) {
    throw new ExtractError('USAGE', `--auth: ${(cause as Error).message}`, { cause })
  }
}

function readGiven(auth: Auth, given: LoginFlags, env: NodeJS.ProcessEnv): Answers {
  const found = loginWays[auth].questions.map(({ key, variable }) => {
    const flag = key.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) as keyof LoginFlags
    return [key, variable === undefined ? given[flag] : env[variable]?.trim()]
  })
  return Object.fromEntries(found.filter(([, value]) => value)) as Answers
}

function validateComplete(auth: Auth, answers: Answers): void {
  const missing = loginWays[auth].questions.filter(({ key, isOptional }) => !isOptional && !answers[key])
  if (missing.length === 0) return
  throw new ExtractError('USAGE', `${auth} needs ${missing.map(nameSource).join(', ')}.`, {
    hint: 'A secret is read from its variable: on the command line others could read it.',
  })
}

function nameSource({ flag, variable, isOptional }: LoginQuestion): string {
  const source = flag ?? `${variable} in the environment`
  return isOptional ? `${source} where the app requires it` : source
}

interface Prompts {
  given: LoginFlags
  flagged: string | undefined
  place: Place | undefined
  name: string
  prompter: Prompter
  terminal: Terminal
}

async function promptUntilWorks<T>(
  { given, flagged, place, name, prompter, terminal }: Prompts,
  attempt: (login: Login) => Promise<T>,
): Promise<T> {
  let way = flagged === undefined ? undefined : parseFlag(flagged)
  let former: Answers = {}
  for (let isFirst = true; ; isFirst = false) {
    way = flagged === undefined ? await promptWay(way, prompter, terminal) : parseFlag(flagged)
    const known = isFirst ? readGiven(way, given, terminal.env) : {}
    former = await promptAnswers(way, { known, former }, prompter, terminal)
    const hasSecret = loginWays[way].questions.some(({ key, variable }) => variable && former[key])
    const chosen = place ?? (hasSecret ? await promptPlace(name, prompter, terminal) : 'environment')
    try {
      return await attempt(buildLogin(way, former, chosen))
    } catch (error) {
      if (!isExtractError(error) || error.code === 'INTERRUPTED' || error.code === 'USAGE') throw error
      logLine(terminal, `error ${error.code}: ${error.message}`)
      if (error.hint !== undefined) logLine(terminal, `hint: ${error.hint}`)
      if (/^n/i.test(await prompter.prompt('Change the answers and try again? (Y/n)'))) throw error
    }
  }
}

async function promptWay(former: Auth | undefined, prompter: Prompter, terminal: Terminal): Promise<Auth> {
  const names = Object.keys(loginWays) as Auth[]
  names.forEach((name, index) => logLine(terminal, `  ${index + 1}  ${loginWays[name].summary}`))
  const preset = String(names.indexOf(former ?? 'client_credentials') + 1)
  return promptUntilRight({ question: 'How to log in', parse: parseWay, preset }, prompter, terminal)
}

/** What is known isn't asked; what was answered before is the preset. */
async function promptAnswers(
  way: Auth,
  { known, former }: { known: Answers; former: Answers },
  prompter: Prompter,
  terminal: Terminal,
): Promise<Answers> {
  const answers: Answers = { ...known }
  for (const asked of loginWays[way].questions) {
    const { key, variable } = asked
    if (answers[key]) continue
    const preset = former[key]
    const answer = await (variable === undefined
      ? promptUntilRight({ question: asked.question, parse: (text) => check(asked, text), preset }, prompter, terminal)
      : promptSecret(asked, preset, prompter, terminal))
    if (answer !== '') answers[key] = answer
  }
  return answers
}

async function promptSecret(
  asked: LoginQuestion,
  preset: string | undefined,
  prompter: Prompter,
  terminal: Terminal,
): Promise<string> {
  for (;;) {
    const question = preset === undefined ? asked.question : `${asked.question} [as before]`
    const answer = (await prompter.promptSecret(question)) || preset || ''
    if (answer !== '' || asked.isOptional) return answer
    logLine(terminal, 'There has to be one.')
  }
}

function check({ validate, isOptional }: LoginQuestion, answer: string): string {
  if (answer === '' && !isOptional) throw new ExtractError('CONFIG_INVALID', 'There has to be one.')
  validate?.(answer)
  return answer
}

async function promptPlace(name: string, prompter: Prompter, terminal: Terminal): Promise<Place> {
  const question = `Where does the secret go: into the file ${name}, which only you can read, or stays it in the environment`
  return promptUntilRight({ question, parse: parsePlace, preset: 'file' }, prompter, terminal)
}

function parsePlace(answer: string): Place {
  const place = secretPlaces.find((each) => answer !== '' && each.startsWith(answer.toLowerCase()))
  if (place !== undefined) return place
  throw new ExtractError('CONFIG_INVALID', `"${answer}" is neither file nor environment`)
}

function buildLogin(auth: Auth, answers: Answers, place: Place): Login {
  const settings: Record<string, string> = auth === 'client_credentials' ? {} : { auth }
  const variables: Record<string, string> = {}
  let holdsSecret = false
  for (const { key, variable } of loginWays[auth].questions) {
    const answer = answers[key]
    if (answer === undefined) continue
    if (variable !== undefined) keepSecret(answer)
    if (variable !== undefined && place === 'environment') {
      settings[key] = `$[[env.${variable}]]`
      variables[variable] = answer
      continue
    }
    settings[key] = escapeVariables(answer)
    holdsSecret ||= variable !== undefined
  }
  return { settings, variables, holdsSecret }
}
