import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { ExtractError } from '../../errors/extract-error.js'
import type { Terminal } from '../terminal/terminal.js'

/**
 * The statement of `query`: its argument, standard input for `-`, or a file. A semicolon at the end, which people type,
 * is no part of it. Throws USAGE where there is none or more than one, and for a file that can't be read.
 */
export async function readStatement(
  argument: string | undefined,
  file: string | undefined,
  { stdin, cwd }: Pick<Terminal, 'stdin' | 'cwd'>,
): Promise<string> {
  if (argument !== undefined && file !== undefined) {
    throw new ExtractError('USAGE', 'a statement and --file exclude each other: give one of them')
  }
  if (argument === undefined && file === undefined) throw new ExtractError('USAGE', `there is no statement: ${usage}`)
  const isInput = (argument ?? file) === '-'
  const given = isInput ? await text(stdin) : file === undefined ? argument! : await readText(path.resolve(cwd, file))
  const statement = given
    .replace(/^\uFEFF/, '')
    .replace(/;?\s*$/, '')
    .trim()
  if (statement === '') throw new ExtractError('USAGE', `the statement is empty: ${usage}`)
  return statement
}

const usage = 'give SOQL in quotes, --file FILE, or - to read it from standard input'

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new ExtractError('USAGE', `${file} can't be read: ${(cause as Error).message}`, { cause })
  }
}
