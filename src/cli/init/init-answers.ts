import path from 'node:path'
import { parseDomain } from '../../config/values/domain.js'
import type { FirstFileAnswers } from '../../config/settings/first-file.js'
import { parseCustomObject, parseStandardObject, standardObjects } from '../../config/values/sobject-names.js'
import { ExtractError } from '../../errors/extract-error.js'
import { promptUntilRight } from '../terminal/prompt-until-right.js'
import { openPrompter, type Prompter } from '../terminal/prompt.js'
import { parseList } from '../flags/flag-values.js'
import { logNote, type Terminal } from '../terminal/terminal.js'
import type { LogFlags } from '../flags/log-options.js'

/** The command's own flags, as they were given. */
export interface InitFlags extends LogFlags {
  domain?: string
  clientId?: string
  clientSecret?: string
  objects?: string[]
  custom?: string[]
  file?: string
  force?: boolean
}

/**
 * What the first file is made from: the flags where --domain is among them, else the answers to questions.
 * Throws CONFIG_INVALID for a wrong value, and USAGE where there is nothing to sync, or without --domain no terminal to
 * ask on.
 */
export async function completeAnswers(given: InitFlags, file: string, terminal: Terminal): Promise<FirstFileAnswers> {
  const kind = path.basename(file).startsWith('.salesforcerc') ? 'rc' : 'coco'
  if (given.domain !== undefined) return { kind, ...answersFrom(given, given.domain, terminal) }
  if (terminal.stdin.isTTY !== true || terminal.stderr.isTTY !== true) {
    throw new ExtractError('USAGE', 'There is no terminal to ask on, so give at least --domain.', {
      hint: 'sf-extract init --domain mycompany --file coco.yml',
    })
  }
  const prompter = openPrompter(terminal)
  try {
    return { kind, ...(await promptAnswers(given, prompter, terminal)) }
  } finally {
    prompter.close()
  }
}

type Answers = Omit<FirstFileAnswers, 'kind'>

function answersFrom(given: InitFlags, domain: string, terminal: Terminal): Answers {
  const { clientId, clientSecret, objects, custom } = given
  if (clientSecret !== undefined) logNote(terminal, given, `note: ${secretNote}`)
  parseDomain(domain)
  const standard = objects === undefined ? undefined : parseList(objects).map(parseStandardObject)
  const customObjects = parseList(custom).map(parseCustomObject)
  if (standard?.length === 0 && customObjects.length === 0) {
    throw new ExtractError('USAGE', '--objects is empty and there is no --custom: there is nothing to sync')
  }
  return { domain: domain.trim(), clientId, clientSecret, standardObjects: standard, customObjects }
}

const secretNote =
  'a secret on the command line can be read in the process list and the shell history. ' +
  'Left out, it is read from SF_EXTRACT_CLIENT_SECRET.'

async function promptAnswers(given: InitFlags, prompter: Prompter, terminal: Terminal): Promise<Answers> {
  const again = <T>(question: string, parse: (answer: string) => T, preset?: string) =>
    promptUntilRight({ question, parse, preset }, prompter, terminal)
  return {
    domain: await again("Your org's My Domain (Setup > My Domain)", checkedDomain),
    clientId:
      given.clientId ??
      ((await prompter.prompt(
        'Consumer Key (Setup > External Client App Manager; empty: from SF_EXTRACT_CLIENT_ID)',
      )) ||
        undefined),
    clientSecret:
      given.clientSecret ??
      ((await prompter.promptSecret('Consumer Secret (empty: from SF_EXTRACT_CLIENT_SECRET)')) || undefined),
    standardObjects: await again(
      'Standard objects',
      (answer) => parseList([answer]).map(parseStandardObject),
      standardObjects.join(', '),
    ),
    customObjects: await again('Custom objects (empty for none, * for all)', (answer) =>
      parseList([answer]).map(parseCustomObject),
    ),
  }
}

function checkedDomain(answer: string): string {
  parseDomain(answer)
  return answer
}
