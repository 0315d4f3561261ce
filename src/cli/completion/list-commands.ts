import { commands } from '../commands.js'
import type { Candidate } from './candidate.js'

/** The commands that people type. */
export function listCommands(): Candidate[] {
  const named = commands.map(({ usage, summary }) => ({ text: usage.split(' ')[0]!, about: summary }))
  return [...named, { text: 'help', about: 'the flags and examples of a command' }]
}
