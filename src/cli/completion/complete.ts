/** What the last word of a command line may become. */
import type { Argument } from 'commander'
import type { FlagOption } from '../command.js'
import type { Completed, Surroundings } from './candidate.js'
import { listCommands } from './list-commands.js'
import { readLine, type Line } from './read-line.js'

/**
 * Completes the last of the words, which may be empty; the name of the program is not among them. Nothing is asked of
 * an org: names are those of the configuration and of what runs have left in the state.
 */
export async function complete(words: string[], surroundings: Surroundings): Promise<Completed> {
  const current = words.at(-1) ?? ''
  const line = await readLine(words.slice(0, -1))
  const { prefix, kind, candidates } = await offer(current, line, surroundings)
  const fitting = candidates
    .map(({ text, ...rest }) => ({ ...rest, text: prefix + text }))
    .filter(({ text }) => text.startsWith(current) && !/\p{Cc}/u.test(text))
  return { prefix, kind, candidates: fitting }
}

async function offer(current: string, line: Line, surroundings: Surroundings): Promise<Completed> {
  const { open } = line
  if (open !== undefined && (open.isDue || !current.startsWith('-'))) {
    return offerValues(open.option, { current, prefix: '', line }, surroundings)
  }
  const [, flag, value] = /^(--[\w-]+)=(.*)$/s.exec(current) ?? []
  const option = line.options.find(({ long }) => long === flag)
  if (value !== undefined && !line.isOver) {
    if (option === undefined) return nothing
    return offerValues(option, { current: value, prefix: `${flag}=`, line }, surroundings)
  }
  if (current.startsWith('-') && !line.isOver) return offerFlags(line)
  if (line.command === undefined) return { ...nothing, candidates: line.isUnknown ? [] : listCommands() }
  const { arguments: known, position } = line
  const argument = known[position] ?? known.findLast(({ variadic }) => variadic)
  if (argument === undefined) return line.isOver ? nothing : offerFlags(line)
  return offerValues(argument, { current, prefix: '', line }, surroundings)
}

const nothing: Completed = { kind: 'words', candidates: [], prefix: '' }

/** A flag that takes one value, or none, is offered once. */
function offerFlags({ options, used }: Line): Completed {
  const left = options.filter(({ long, variadic }) => long && (variadic || !used.has(long)))
  return { ...nothing, candidates: left.map(({ long, description }) => ({ text: long!, about: description })) }
}

interface Place {
  /** The value so far. */
  current: string
  prefix: string
  line: Line
}

/** The name of a value in the usage says what it is: `--output <dir>`. */
async function offerValues(of: FlagOption | Argument, place: Place, surroundings: Surroundings): Promise<Completed> {
  const { current, prefix, line } = place
  const words = 'words' in of ? of.words : line.words
  const name = 'flags' in of ? (/[<[](\w+)/.exec(of.flags)?.[1] ?? '') : of.name()
  const schemes = name === 'target' ? (words ?? (await listSchemes())) : undefined
  if (schemes !== undefined && current.startsWith('sqlite:')) {
    return { kind: 'files', candidates: [], prefix: `${prefix}sqlite:` }
  }
  const list = schemes ?? words
  if (list !== undefined) return { kind: 'words', candidates: list.map((text) => ({ text })), prefix }
  if (name === 'file' || (name === 'path' && 'flags' in of)) return { kind: 'files', candidates: [], prefix }
  if (name === 'dir') return { kind: 'folders', candidates: [], prefix }
  const flag = 'flags' in of ? (of.long ?? '') : name
  const { listNames } = await import('./list-names.js')
  return { kind: 'words', candidates: await listNames(flag, line.given, surroundings), prefix }
}

/** How the addresses of targets begin. */
async function listSchemes(): Promise<string[]> {
  const { targetForms } = await import('../../config/targets/target-forms.js')
  return targetForms.map((form) => /^[^A-Z]*/.exec(form)![0])
}
