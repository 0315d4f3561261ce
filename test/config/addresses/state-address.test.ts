import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { redact } from '../../../src/errors/redact.js'
import { parseStateAddress, resolveStateAddress } from '../../../src/config/addresses/state-address.js'
import { openState } from '../../support/open-state.js'
import { openManualClock } from '../../support/manual-clock.js'

const clock = openManualClock()

describe('a state address', () => {
  it.each([
    '',
    'state',
    'file:',
    'sqlite:',
    'redis://',
    'mongodb://host/db',
    'C:\\state',
    'file:///%zz',
    'file:///a%2Fb',
  ])('%j is refused, with the forms there are', async (address) => {
    const hint = expect.stringContaining('file:DIR') as string
    await expect(openState(address, { clock })).rejects.toMatchObject({ code: 'CONFIG_INVALID', hint })
  })

  it('may be relative, absolute or a URL', () => {
    expect(parseStateAddress('file:.sf-extract')).toMatchObject({ location: join(process.cwd(), '.sf-extract') })
    expect(parseStateAddress('file:/var/lib/sf')).toMatchObject({ location: '/var/lib/sf' })
    expect(parseStateAddress('file:///var/lib/s%20f')).toMatchObject({ location: '/var/lib/s f' })
    expect(parseStateAddress('file://.sf-extract')).toMatchObject({ location: join(process.cwd(), '.sf-extract') })
    expect(parseStateAddress('sqlite:a/b.db')).toMatchObject({ location: 'a/b.db' })
    expect(parseStateAddress('sqlite:///var/b.db')).toMatchObject({ location: '/var/b.db' })
  })

  it('keeps its password out of messages', () => {
    const { text } = parseStateAddress('postgres://me:hunter%20two@db:5432/state?sslmode=require')
    expect(text).toBe('postgres://db:5432/state')
    expect(redact('no hunter two, no hunter%20two')).toBe('no [redacted], no [redacted]')
  })

  it('keeps a password of its query out of messages', () => {
    parseStateAddress('postgres://db/state?user=me&password=in%20the%20query')
    expect(redact('no in the query, no in%20the%20query')).toBe('no [redacted], no [redacted]')
  })

  it.each(['two@at@signs', 'a:colon:b'])('keeps %s out, though it stands unescaped', (password) => {
    const { text } = parseStateAddress(`redis://:${password}@cache:6379/0`)
    expect(text).toBe('redis://cache:6379/0')
    expect(redact(`no ${password}`)).toBe('no [redacted]')
  })

  it.each(['redis://cache:6379/name', 'redis://:lone100%sign@cache:6379', 'redis://:p@ss/word@cache:6379/0'])(
    '%s is refused, and says how it is written',
    (address) => {
      for (const read of [parseStateAddress, (given: string) => resolveStateAddress(given, '/')]) {
        expect(() => read(address)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
      }
    },
  )

  it('keeps a password out that it refuses', () => {
    expect(() => parseStateAddress('redis://:lone200%sign@cache:6379')).toThrow('redis://cache:6379')
    expect(redact('no lone200%sign')).toBe('no [redacted]')
  })

  it('with a password that has to be escaped is refused, without the password, and says how', async () => {
    const refused = openState('redis://:pass/word@cache:6379', { clock })
    await expect(refused).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: `extract.state: "redis://cache:6379" isn't a state address.`,
      hint: expect.stringContaining('/ as %2F') as string,
    })
  })
})
