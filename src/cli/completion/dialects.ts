/** What the shells hand over, and how they want it back. */
import type { Shell } from '../flags/words.js'
import type { Candidate, Completed } from './candidate.js'

/** The words of a line, and what the shell has of the last one already. */
export interface ShellLine {
  words: string[]
  /** What of the last word the shell keeps as it is. */
  held: string
  /** The quote that the last word begins with and that is still open. */
  quote: string
}

interface Dialect {
  read(words: string[]): ShellLine
  /**
   * A line that says what follows, words (`:words`, or `:nospace` where more is to be typed), files or folders, with the
   * length of what stands before them in the word; then the words, one a line. Empty where there is nothing to offer.
   */
  render(completed: Completed, line: ShellLine): string
}

export const dialects: Record<Shell, Dialect> = {
  bash: {
    read: readBash,
    render: (completed, line) => render(completed, ({ text }) => escapeBash(text.slice(line.held.length), line)),
  },
  zsh: {
    read: (words) => ({ words: words.map(unquote), held: '', quote: '' }),
    render: (completed) =>
      render(completed, ({ text, about }) => [escapeZsh(text), ...describe(about, escapeZsh)].join(':')),
  },
  fish: {
    // Of its own accord fish unquotes all words but the last.
    read: (words) => ({ words: [...words.slice(0, -1), unquote(words.at(-1) ?? '')], held: '', quote: '' }),
    render: (completed) => render(completed, ({ text, about }) => [text, ...describe(about)].join('\t')),
  },
}

function render({ kind, candidates, prefix }: Completed, write: (candidate: Candidate) => string): string {
  if (kind !== 'words') return `:${kind} ${prefix.length}\n`
  if (candidates.length === 0) return ''
  const goesOn = candidates.every(({ text }) => /[:/]$/.test(text))
  return [goesOn ? ':nospace' : ':words', ...candidates.map(write), ''].join('\n')
}

/** One line of it, without what would move the cursor. */
function describe(about: string | undefined, escape = (text: string) => text): string[] {
  return about ? [escape(about.replaceAll(/\p{Cc}+/gu, ' '))] : []
}

/**
 * bash hands words over as they were typed, with their quotes, and takes `=` and `:` for words of their own
 * (COMP_WORDBREAKS): `--to sqlite:crm.db` comes as four.
 */
function readBash(words: string[]): ShellLine {
  const glued: string[] = []
  let held = ''
  for (const [at, word] of words.entries()) {
    const isBreak = /^[=:]+$/.test(word)
    if (at > 0 && (isBreak || /^[=:]+$/.test(words[at - 1]!))) {
      held = glued.at(-1)! + (isBreak ? word : '')
      glued.push(glued.pop()! + word)
    } else {
      held = ''
      glued.push(word)
    }
  }
  const last = glued.at(-1) ?? ''
  const quote = /^["']/.exec(last.slice(held.length))?.[0] ?? ''
  return { words: glued.map(unquote), held: unquote(held), quote }
}

/** The word as a shell would make it of what was typed, variables apart. */
function unquote(word: string): string {
  const parts = word.matchAll(/'([^']*)'?|"((?:[^"\\]|\\.)*)"?|\\(.)|([^'"\\]+)/gs)
  return [...parts]
    .map(([, single, double, escaped, plain]) => {
      return single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? plain ?? ''
    })
    .join('')
}

function escapeBash(text: string, { quote }: ShellLine): string {
  if (quote === "'") return text.replaceAll("'", String.raw`'\''`)
  if (quote === '"') return text.replaceAll(/["\\$`]/g, String.raw`\$&`)
  return text.replaceAll(/[\s"'\\$`&|;<>()*?[\]{}!#~^]/g, String.raw`\$&`)
}

function escapeZsh(text: string): string {
  return text.replaceAll(/[\\:]/g, String.raw`\$&`)
}
