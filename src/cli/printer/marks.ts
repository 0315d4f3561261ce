/** Signs before a line: what is well, what isn't, what was left out. */
export interface Marks {
  good: string
  bad: string
  note: string
}

/** The signs a terminal with this environment can show: ASCII where it isn't known to take more. */
export function marksFor(env: NodeJS.ProcessEnv): Marks {
  return isUnicode(env) ? { good: '✓', bad: '✗', note: '•' } : { good: 'ok', bad: 'FAIL', note: '-' }
}

/**
 * False where the locale names another charset, and on the Linux console and old Windows ones, whose fonts lack the
 * signs.
 */
export function isUnicode(env: NodeJS.ProcessEnv): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || ''
  if (process.platform === 'win32') return env['WT_SESSION'] !== undefined
  return env['TERM'] !== 'linux' && (locale === '' || /utf-?8/i.test(locale))
}
