import { isExtractError } from '../../errors/extract-error.js'
import type { Prompter } from './prompt.js'
import { logLine, type Terminal } from './terminal.js'

interface CheckedPrompt<T> {
  question: string
  parse: (answer: string) => T
  preset?: string | undefined
}

/** A wrong answer, for which `parse` throws CONFIG_INVALID, is explained and prompted for again. */
export async function promptUntilRight<T>(
  { question, parse, preset }: CheckedPrompt<T>,
  prompter: Prompter,
  terminal: Pick<Terminal, 'stderr'>,
): Promise<T> {
  for (;;) {
    try {
      return parse(await prompter.prompt(question, preset))
    } catch (error) {
      if (!isExtractError(error, 'CONFIG_INVALID')) throw error
      logLine(terminal, error.message)
    }
  }
}
