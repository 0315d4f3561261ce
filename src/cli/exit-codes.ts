/** The numbers a shell sees. Loaded for --help, so it stays light. */

/** Every exit code with the sentence --help shows, the most serious first where several datasources were run. */
export const exitCodes = [
  { code: 130, sentence: 'interrupted by Ctrl-C, checkpoint kept' },
  { code: 143, sentence: 'terminated, checkpoint kept' },
  { code: 1, sentence: 'failed, or a bug' },
  { code: 2, sentence: 'usage or configuration' },
  { code: 3, sentence: 'login refused' },
  { code: 6, sentence: 'org out of reach after the retries' },
  { code: 7, sentence: 'another run holds this datasource, or another dispatcher works on this state' },
  { code: 5, sentence: 'API quota reached, stopped cleanly' },
  { code: 4, sentence: 'some objects failed, the others are done' },
  { code: 0, sentence: 'done (also where the reader of stdout went away)' },
] as const

/** The most serious of several exit codes; 0 for none. */
export function worstExitCode(codes: number[]): number {
  return exitCodes.find(({ code }) => codes.includes(code))?.code ?? codes.find((code) => code !== 0) ?? 0
}

/** The table of exit codes, by number, as --help ends with it. */
export function renderExitCodes(): string {
  const rows = exitCodes.toSorted((a, b) => a.code - b.code)
  return rows.map(({ code, sentence }) => `  ${String(code).padEnd(5)}${sentence}`).join('\n')
}
