import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { loadConfig } from '../../config/config.js'
import { parseTargetAddress, type TargetAddress } from '../../config/targets/target-address.js'
import { ExtractError, isExtractError } from '../../errors/extract-error.js'
import { renderLine } from '../../sinks/formats/ndjson.js'
import { searchDocuments, type Found } from '../../sinks/targets/sqlite/search.js'
import { parseCount } from '../flags/flag-values.js'
import { logNote, type Terminal } from '../terminal/terminal.js'
import { writeOut, writeText } from '../terminal/output.js'
import type { CommonFlags } from '../command.js'

interface SearchOptions extends CommonFlags {
  from?: string
  limit?: string
  json?: boolean
}

/** Looks for words in a `sqlite:` target and prints what was found. Throws USAGE and CONFIG_INVALID. */
export async function searchTarget(words: string, given: SearchOptions, terminal: Terminal): Promise<number> {
  const { name, location: file } = await chooseFile(given, terminal)
  const limit = parseCount('--limit', given.limit) ?? 10
  const found = await search({ file, words, limit, name })
  if (given.json) await writeOut(terminal, found.map((each) => renderLine(each)).join(''))
  else if (found.length > 0) await writeText(terminal, `${found.map(renderFound).join('\n\n')}\n`)
  if (found.length === 0) logNote(terminal, given, `No document in ${file} has ${JSON.stringify(words)}.`)
  return 0
}

async function chooseFile({ from, config: configFile }: SearchOptions, { cwd, env }: Terminal): Promise<TargetAddress> {
  const target =
    from === undefined
      ? (await loadConfig({ cwd, env, configFile })).extract.target
      : parseFrom(from, { folder: cwd, home: env['HOME'] ?? homedir() })
  if (target?.kind !== 'sqlite') {
    throw new ExtractError('USAGE', 'There is no file to search: only a sqlite: target can be searched', {
      hint: 'Write documents into one with `sf-extract sync --to sqlite:FILE`, and name it with --from sqlite:FILE.',
    })
  }
  if (existsSync(target.location)) return target
  throw new ExtractError('USAGE', `${target.location} isn't there`, {
    hint: `\`sf-extract sync --to sqlite:FILE\` makes it.`,
  })
}

function parseFrom(from: string, base: { folder: string; home: string }): TargetAddress {
  try {
    return parseTargetAddress(from, base)
  } catch (error) {
    if (!isExtractError(error)) throw error
    throw new ExtractError('USAGE', `--from: ${error.message}`, { cause: error })
  }
}

async function search(options: Parameters<typeof searchDocuments>[0]): Promise<Found[]> {
  try {
    return await searchDocuments(options)
  } catch (cause) {
    if (isExtractError(cause)) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ExtractError('USAGE', `${options.file} can't be searched: ${why}`, {
      hint: 'Name a file that `sf-extract sync --to sqlite:FILE` has written. Where it is locked, a run is writing to it.',
      cause,
    })
  }
}

/** In words: the title, where it lies, what it says. */
function renderFound({ title, path, url, updated, snippet }: Found): string {
  const day = updated === undefined ? '' : `  ${updated.slice(0, 10)}`
  const lines = [title, `  ${path}${day}`, `  ${snippet.replaceAll(/\s+/g, ' ').trim()}`, `  ${url ?? ''}`]
  return lines.filter((line) => line.trim() !== '').join('\n')
}
