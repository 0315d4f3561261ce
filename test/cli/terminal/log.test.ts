import { describe, expect, test } from 'vitest'
import { openLog } from '../../../src/cli/terminal/log.js'
import { parseLogOptions } from '../../../src/cli/flags/log-options.js'
import { keepSecret } from '../../../src/errors/redact.js'
import { openCollector } from '../../support/call-cli.js'

const token = '00D5g0000000001!AQEAQ.secret.token_part'

describe('the log', () => {
  test('writes readable lines', () => {
    const { stream, text } = openCollector()
    const log = openLog({ format: 'text' }, { stderr: stream })
    log.debug({ path: '/services/data', attempt: 2, tags: ['a'] }, 'asked again')
    log.debug({}, 'answered')
    const lines = text().trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} debug asked again path=\/services\/data attempt=2 tags=\["a"\]$/)
    expect(lines[1]).toMatch(/ debug answered$/)
  })

  test('writes JSON that stays JSON whatever had to be blotted out', () => {
    keepSecret('my-client-secret')
    const { stream, text } = openCollector()
    const log = openLog({ format: 'json' }, { stderr: stream })
    log.debug({ token, nested: [{ secret: 'my-client-secret' }], after: 1 }, `sent Bearer ${token}`)
    log.debug({ error: new Error(`refused my-client-secret`) }, 'failed')
    expect(text()).not.toMatch(/my-client-secret|secret\.token/)
    const [first, second] = text()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(first).toMatchObject({ level: 'debug', nested: [{ secret: '[redacted]' }], after: 1 })
    expect(second).toMatchObject({
      level: 'debug',
      msg: 'failed',
      error: { type: 'Error', message: 'refused [redacted]' },
    })
  })

  test('is text without API calls where nothing is said, and of errors alone with --quiet', () => {
    expect(parseLogOptions({})).toEqual({ level: 'info', format: 'text' })
    expect(parseLogOptions({ quiet: true, logLevel: 'debug', logFormat: 'json' })).toEqual({
      level: 'error',
      format: 'json',
    })
  })
})
