import { describe, expect, test } from 'vitest'
import { renderError, renderErrorJson } from '../../../src/cli/printer/error.js'
import { ExtractError } from '../../../src/errors/extract-error.js'
import { keepSecret } from '../../../src/errors/redact.js'

const nowMs = Date.UTC(2026, 0, 5, 9, 30)

describe('an error', () => {
  test('shows code, message, problems, object, SOQL and hint, and no stack', () => {
    const error = new ExtractError('CONFIG_INVALID', 'Two settings are wrong.', {
      hint: 'Mend them.',
      details: { object: 'Account', soql: 'SELECT Id FROM Account', problems: ['a.b: wrong', 'c: wrong too'] },
    })
    expect(renderError(error)).toBe(
      'error CONFIG_INVALID: Two settings are wrong.\n  a.b: wrong\n  c: wrong too\n  object: Account\n  SOQL: SELECT Id FROM Account\nhint: Mend them.\n',
    )
    expect(JSON.parse(renderErrorJson(error, nowMs))).toEqual({
      level: 'error',
      time: '2026-01-05T09:30:00.000Z',
      event: 'error',
      code: 'CONFIG_INVALID',
      message: 'Two settings are wrong.',
      hint: 'Mend them.',
      object: 'Account',
      soql: 'SELECT Id FROM Account',
      problems: ['a.b: wrong', 'c: wrong too'],
    })
  })

  test('that nobody foresaw shows its stack and asks for a report', () => {
    const error = new TypeError('x is not a function')
    const [message, ...rest] = renderError(error).split('\n')
    expect(message).toBe('error BUG: TypeError: x is not a function')
    expect(rest[0]).toMatch(/^ {4}at /)
    expect(rest).toContainEqual(expect.stringMatching(/^hint: This is a bug of sf-extract\. Please report it/))
    expect(JSON.parse(renderErrorJson(error, nowMs))).toMatchObject({
      code: 'BUG',
      message: 'x is not a function',
      stack: expect.stringContaining(' at ') as string,
    })
    expect(renderError('thrown text')).toContain('error BUG: thrown text')
    expect(renderError(new ExtractError('BUG', 'impossible'))).toMatch(/^error BUG: impossible\n(.*\n)*.* at /)
  })

  test('never shows a secret', () => {
    keepSecret('sesame-open')
    expect(renderError(new Error('wrong: sesame-open'))).not.toContain('sesame-open')
    expect(renderErrorJson(new Error('wrong: sesame-open'), nowMs)).not.toContain('sesame-open')
  })
})
