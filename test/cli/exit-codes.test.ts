import { describe, expect, test } from 'vitest'
import { exitCodeOf, exitCodeOfRun } from '../../src/cli/exit-code-of.js'
import { exitCodes, renderExitCodes, worstExitCode } from '../../src/cli/exit-codes.js'
import { errorCodes } from '../../src/errors/codes.js'

describe('exit codes', () => {
  test('stand for every error code, and --help has a sentence for each', () => {
    const known = new Set<number>(exitCodes.map(({ code }) => code))
    expect(errorCodes.filter((code) => !known.has(exitCodeOf(code)))).toEqual([])
    for (const { code, sentence } of exitCodes)
      expect(renderExitCodes()).toContain(`  ${String(code).padEnd(5)}${sentence}`)
  })

  test.each([
    ['USAGE', 2],
    ['CONFIG_INVALID', 2],
    ['OBJECT_UNKNOWN', 2],
    ['LOGIN_BAD_SECRET', 3],
    ['SESSION_NOT_FOR_API', 3],
    ['QUERY_REFUSED', 4],
    ['QUOTA_REACHED', 5],
    ['ORG_UNREACHABLE', 6],
    ['ORG_UNAVAILABLE', 6],
    ['ORG_MOVED', 4],
    ['LOCK_HELD', 7],
    ['SINK_CLOSED', 0],
    ['OUTPUT_FAILED', 1],
    ['INTERRUPTED', 130],
    ['BUG', 1],
    ['NO_SUCH_CODE', 1],
  ])('of %s is %i', (code, exitCode) => {
    expect(exitCodeOf(code)).toBe(exitCode)
  })

  test('of a run follow its outcome, or the error that ended it', () => {
    expect(exitCodeOfRun({ outcome: 'done' })).toBe(0)
    expect(exitCodeOfRun({ outcome: 'partial' })).toBe(4)
    expect(exitCodeOfRun({ outcome: 'failed', error: { code: 'ORG_UNREACHABLE', message: '' } })).toBe(6)
    expect(exitCodeOfRun({ outcome: 'failed', error: { code: 'ORG_MOVED', message: '' } })).toBe(1)
    expect(exitCodeOfRun({ outcome: 'quota', error: { code: 'QUOTA_REACHED', message: '' } })).toBe(5)
    expect(exitCodeOfRun({ outcome: 'interrupted' })).toBe(130)
  })

  test('of several datasources are the most serious of theirs', () => {
    expect(worstExitCode([])).toBe(0)
    expect(worstExitCode([0, 4, 0])).toBe(4)
    expect(worstExitCode([4, 3, 5])).toBe(3)
    expect(worstExitCode([7, 1, 130])).toBe(130)
  })
})
