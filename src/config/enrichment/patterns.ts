/** Regular expressions in pipelines: RE2's, which take time in proportion to the text, whatever they say. */
import { addProblem } from '../problems.js'
import type { ReadContext } from '../read-context.js'

/** A problem for each regular expression that does not compile. Loads what compiles them only where there is one. */
export async function validatePatterns({ patterns, problems }: ReadContext): Promise<void> {
  if (patterns.size === 0) return
  const { RE2JS } = await import('re2js')
  for (const [path, pattern] of patterns) {
    try {
      RE2JS.compile(pattern)
    } catch (error) {
      addProblem(problems, path, describeFault(pattern, error))
    }
  }
}

function describeFault(pattern: string, error: unknown): string {
  const unsupported = /\(\?<?[=!]/.test(pattern)
    ? 'lookahead and lookbehind'
    : /\\[1-9]|\\k</.test(pattern)
      ? 'backreferences'
      : undefined
  if (unsupported !== undefined) return `"${pattern}" has ${unsupported}, which RE2 syntax doesn't: they can run away`
  const message = error instanceof Error ? error.message.replace('error parsing regexp: ', '') : String(error)
  return `"${pattern}" is no regular expression: ${message.replaceAll('`', '"')}`
}
