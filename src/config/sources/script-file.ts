import { execFile } from 'node:child_process'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { defaultLoaders } from 'cosmiconfig'
import type { ExtractError } from '../../errors/extract-error.js'
import { syntaxError } from './syntax-error.js'

/**
 * A JavaScript file → what it exports by default. Throws CONFIG_SYNTAX where it doesn't parse, throws while it is
 * loaded, or exports nothing.
 */
export async function loadScriptFile(file: string, text: string): Promise<unknown> {
  const exported: unknown = await importDefault(file, text)
  if (exported === undefined) throw syntaxError(file, 'nothing is exported by default')
  return exported
}

async function importDefault(file: string, text: string): Promise<unknown> {
  try {
    return (await defaultLoaders['.mjs'](file, text)) as unknown
  } catch (error) {
    throw (await parseFault(file, text)) ?? runFault(file, error)
  }
}

/**
 * Node prints where an ES module doesn't parse, but keeps it out of the error; so Node is asked once more and its
 * print read.
 */
async function parseFault(file: string, text: string): Promise<ExtractError | undefined> {
  const isModule = file.endsWith('.mjs') || /^\s*(?:import|export)\b/m.test(text)
  const kind = `--input-type=${isModule ? 'module' : 'commonjs'}`
  const checking = promisify(execFile)(process.execPath, [kind, '--check', '-'], { env: {} })
  // Node may give up before it has read all; what it has to say comes through its exit.
  checking.child.stdin?.once('error', () => undefined).end(text)
  try {
    await checking
    return undefined
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string }
    const [, line, caret, message] = /^\[stdin\]:(\d+)\n.*\n( *)\^+\n+SyntaxError: (.*)/m.exec(stderr) ?? []
    if (line === undefined || caret === undefined || message === undefined) return undefined
    return syntaxError(file, message.replace(longToken, ''), { line: Number(line), column: caret.length + 1 })
  }
}

/** A name or text out of the file: it may be a secret that lacks its quotes. */
const longToken = / '[^']{3,}'$/

function runFault(file: string, error: unknown): ExtractError {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
  const [, line, column] = /^(\d+):(\d+)/.exec(stack.split(`${basename(file)}:`)[1] ?? '') ?? []
  const place = line === undefined ? undefined : { line: Number(line), column: Number(column) }
  return syntaxError(file, message.split('\n')[0]!, place)
}
