import { describe, expect, test } from 'vitest'
import { loadCronTimes } from '../../../src/config/intervals/cron.js'
import { parseSyncInterval } from '../../../src/config/intervals/sync-interval.js'
import { loadFiles, problemsOf } from '../config-folder.js'

const org = { domain: 'mycompany', client_id: 'your_client_id', client_secret: 'your_client_secret' }

describe('the interval of a datasource', () => {
  test.each([
    ['30s', 30_000],
    [' 5m ', 300_000],
    ['1h30m', 5_400_000],
    ['1d', 86_400_000],
  ])('may be the duration %s', (text, everyMs) => {
    expect(parseSyncInterval(text)).toEqual({ text: text.trim(), everyMs })
  })

  test.each(['0 3 * * *', '*/10 * * * * *', '@daily'])('may be the cron expression %s', (text) => {
    expect(parseSyncInterval(text)).toEqual({ text, cron: text })
  })

  test.each(['0', '500ms', 300, 'daily', '', {}])('is not %j', (given) => {
    expect(() => parseSyncInterval(given)).toThrow(/is no interval|shortest interval/)
  })

  test.each([
    ['61 * * * *', '"61 * * * *" is no cron expression: Invalid value for minute: 61'],
    ['0 * * * 8', '"0 * * * 8" is no cron expression: Invalid value for dayOfWeek: 8'],
    ['0 0 30 2 *', '"0 0 30 2 *" names a time that never comes'],
    ['0 0 3 * * * 2030', '"0 0 3 * * * 2030" has more than the six fields there are'],
  ])('that is the cron expression %s is a problem at its path', async (interval, expected) => {
    const file = { ...org, sync: { interval } }
    expect(await problemsOf(loadFiles({ '.salesforcerc': file }))).toEqual({ 'sync.interval': expected })
    const env = { SF_EXTRACT_SYNC_INTERVAL: interval }
    expect(await problemsOf(loadFiles({ '.salesforcerc': org }, { env }))).toEqual({
      SF_EXTRACT_SYNC_INTERVAL: expected,
    })
  })
})

test('the next time of a cron expression is the first after a moment, to the second', async () => {
  const times = await loadCronTimes()
  expect(times.nextAfter('*/10 * * * * *', Date.parse('2026-01-05T09:30:00.500Z'))).toBe(
    Date.parse('2026-01-05T09:30:10Z'),
  )
  expect(times.nextAfter('*/10 * * * * *', Date.parse('2026-01-05T09:30:10Z'))).toBe(Date.parse('2026-01-05T09:30:20Z'))
  expect(times.nextAfter('*/15 * * * *', Date.parse('2026-01-05T09:30:00Z'))).toBe(Date.parse('2026-01-05T09:45:00Z'))
})
