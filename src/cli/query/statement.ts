import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { ExtractError } from '../../errors/extract-error.js'
import type { Terminal } from '../terminal/terminal.js'

/**
 * The statement from the argument, from the file, or with `-` from stdin, without blanks around it.
 * Throws USAGE where there is none, or two, or the file can't be read.
 */
export async function readStatement(
  argument: string | undefined,
  file: string | undefined,
  terminal: Pick<Terminal, 'stdin' | 'cwd'>,
): Promise<string> {
  if (argument !== undefined && file !== undefined) {
    throw new ExtractError('USAGE', 'the statement is given twice: as an argument and with --file')
  }
  const statement = (await readGiven(argument, file, terminal)).replace(/^\uFEFF/, '').trim()
  if (statement === '') throw new ExtractError('USAGE', 'the statement is empty', { hint })
  return statement
}

const hint = 'Give it as an argument in quotes, with --file FILE, or with - on standard input.'

async function readGiven(
  argument: string | undefined,
  file: string | undefined,
  { stdin, cwd }: Pick<Terminal, 'stdin' | 'cwd'>,
): Promise<string> {
  if ((argument ?? file) === '-') return readAll(stdin)
  if (file === undefined) return argument ?? ''
  try {
    return await readFile(path.resolve(cwd, file), 'utf8')
  } catch (cause) {
    throw new ExtractError('USAGE', `--file ${file} can't be read: ${(cause as Error).message}`, { cause })
  }
}
