import { Command, type Argument, type Option } from 'commander'
import { addCommonFlags, type Act, type FlagOption } from '../command.js'
import { commands } from '../commands.js'

/** A command line as far as it goes before the word that is completed. */
export interface Line {
  /** The command's name, once it is there. */
  command?: string
  /** The first word is no command. */
  isUnknown: boolean
  /** The flags that may follow. */
  options: readonly FlagOption[]
  /** The arguments the command takes. */
  arguments: readonly Argument[]
  /** The words of its first argument, where it takes one of a few. */
  words?: readonly string[] | undefined
  /** How many of them are there. */
  position: number
  /** Behind `--` there are no more flags. */
  isOver: boolean
  /** The flag that the next word may belong to; with `isDue` it does. */
  open?: { option: FlagOption; isDue: boolean } | undefined
  /** Flags that are there, by their long names. */
  used: Set<string>
  /** The values of flags, by their long names. */
  given: Map<string, string[]>
}

/** Reads the words as commander would. The code of the command they name is loaded, and of no other. */
export async function readLine(words: string[]): Promise<Line> {
  const program = new Command()
  addCommonFlags(program)
  const line: Line = {
    isUnknown: false,
    options: withHelp(program),
    arguments: [],
    position: 0,
    isOver: false,
    used: new Set(),
    given: new Map(),
  }
  for (const word of words) await readWord(word, line)
  return line
}

async function readWord(word: string, line: Line): Promise<void> {
  const { open } = line
  line.open = undefined
  if (open !== undefined && (open.isDue || !word.startsWith('-'))) return takeValue(open.option, word, line)
  if (!line.isOver && word === '--') line.isOver = true
  else if (!line.isOver && word.startsWith('-') && word !== '-') takeFlag(word, line)
  else if (line.command !== undefined) line.position += 1
  else await takeCommand(word, line)
}

function takeValue(option: FlagOption, value: string, line: Line): void {
  const { long = '', variadic } = option
  line.given.set(long, [...(line.given.get(long) ?? []), value])
  if (variadic) line.open = { option, isDue: false }
}

function takeFlag(word: string, line: Line): void {
  const [name, ...value] = word.split('=')
  const option = line.options.find(({ long, short }) => long === name || short === name)
  if (option === undefined) return
  line.used.add(option.long ?? '')
  if (value.length > 0) takeValue(option, value.join('='), line)
  else if (option.required || option.optional) line.open = { option, isDue: option.required }
}

async function takeCommand(word: string, line: Line): Promise<void> {
  if (word === 'help') return takeHelp(line)
  const entry = commands.find(({ usage }) => usage.split(' ')[0] === word)
  if (entry === undefined || line.isUnknown) {
    line.isUnknown = true
    return
  }
  const command = new Command().command(entry.usage)
  const { register } = await entry.load()
  register(command, noAct)
  Object.assign(line, { command: word, options: withHelp(command), arguments: command.registeredArguments })
  line.words = entry.words
}

/** `help` is commander's own: it takes the name of a command. */
function takeHelp(line: Line): void {
  line.command = 'help'
  line.options = []
  line.arguments = new Command().command('help [command]').registeredArguments
  line.words = commands.map(({ usage }) => usage.split(' ')[0]!)
}

function withHelp(command: Command): readonly Option[] {
  return command.createHelp().visibleOptions(command)
}

const noAct: Act = () => async () => {}
