import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { ExtractError } from '../../errors/extract-error.js'
import type { Terminal } from './terminal.js'

export interface Prompter {
  /** The person's answer without blanks around it, or the preset where there is none. */
  prompt(question: string, preset?: string): Promise<string>
  /** The same, unseen while it is typed. */
  promptSecret(question: string): Promise<string>
  close(): void
}

/** Asks on stderr, since stdout is for data. Ctrl-C and the end of stdin while a question is open throw INTERRUPTED. */
export function openPrompter({ stdin, stderr, signal }: Pick<Terminal, 'stdin' | 'stderr' | 'signal'>): Prompter {
  let isMuted = false
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!isMuted) stderr.write(chunk)
      done()
    },
  })
  const lines = createInterface({ input: stdin, output, terminal: stdin.isTTY === true })
  const closed = new AbortController()
  lines.on('close', () => closed.abort())
  const answerTo = async (prompt: string) => {
    try {
      return (await lines.question(prompt, { signal: AbortSignal.any([signal, closed.signal]) })).trim()
    } catch (cause) {
      throw new ExtractError('INTERRUPTED', 'The question was not answered.', { cause })
    }
  }
  return {
    prompt: async (question, preset = '') =>
      (await answerTo(`${question}${preset === '' ? '' : ` [${preset}]`}: `)) || preset,
    promptSecret: async (question) => {
      stderr.write(`${question}: `)
      isMuted = true
      const secret = await answerTo('').finally(() => (isMuted = false))
      stderr.write('\n')
      return secret
    },
    close: () => lines.close(),
  }
}

/** Asks a yes-or-no question. Throws USAGE where there is no terminal to ask on; `flag` is what to give instead. */
export async function confirm(question: string, flag: string, terminal: Terminal): Promise<boolean> {
  if (terminal.stdin.isTTY !== true || terminal.stderr.isTTY !== true) {
    throw new ExtractError('USAGE', `${question} There is no terminal to ask on, so add ${flag}.`)
  }
  const prompter = openPrompter(terminal)
  try {
    return /^y(?:es)?$/i.test(await prompter.prompt(`${question} (y/N)`))
  } finally {
    prompter.close()
  }
}
