import { describe, expect, test } from 'vitest'
import { ExtractError, reportError } from '../../src/errors/extract-error.js'
import { keepSecret, redact } from '../../src/errors/redact.js'

describe('redact', () => {
  test('takes a known secret out of every text, as it is and as a form has it', () => {
    keepSecret('s3cr=t&more')
    expect(redact('a s3cr=t&more b s3cr%3Dt%26more c')).toBe('a [redacted] b [redacted] c')
  })

  test('takes a secret as a form writes it', () => {
    keepSecret('s3 cr(t)!')
    expect(redact(new URLSearchParams({ client: 's3 cr(t)!' }).toString())).toBe('client=[redacted]')
  })

  test('takes a secret whole that begins like another one', () => {
    keepSecret('begins-alike')
    keepSecret('begins-alike-and-goes-on')
    expect(redact('a begins-alike-and-goes-on b begins-alike c')).toBe('a [redacted] b [redacted] c')
  })

  test('takes a secret that is no well-formed text', () => {
    keepSecret('half\uD800pair')
    expect(redact('a half\uD800pair b')).toBe('a [redacted] b')
  })

  test('takes session ids and bearer tokens it was never told of', () => {
    expect(redact('token 00D5g0000000001!AQEAQ.x_y seen')).toBe('token [redacted] seen')
    expect(redact('Authorization: Bearer abc.def')).toBe('Authorization: Bearer [redacted]')
  })

  test('takes what stands behind the name of a secret', () => {
    expect(redact('client_secret=hush&grant_type=x')).toBe('client_secret=[redacted]&grant_type=x')
    expect(redact('{"access_token":"hush","scope":"api"}')).toBe('{"access_token":"[redacted]","scope":"api"}')
  })

  test('takes an assertion out of a form and of JSON, and no word of a code or a menu', () => {
    expect(redact('grant_type=x&assertion=ey.J.x&a=1')).toBe('grant_type=x&assertion=[redacted]&a=1')
    expect(redact('{"client_assertion": "eyJ","a":1}')).toBe('{"client_assertion": "[redacted]","a":1}')
    const shown = 'LOGIN_BAD_ASSERTION: Salesforce refused it. Check Enable JWT Bearer Flow > Upload Files.'
    expect(redact(shown)).toBe(shown)
  })

  test('takes a short secret where it stands alone, and leaves words alone that it is a part of', () => {
    keepSecret('zq7')
    keepSecret('')
    keepSecret(' ')
    expect(redact('zq7 a "zq7" =zq7& zq75 azq7')).toBe('[redacted] a "[redacted]" =[redacted]& zq75 azq7')
    keepSecret('five5')
    expect(redact(String.raw`secret%3Dfive5%26 "\nfive5\n" afive5 \u003dfive5`)).toBe(
      String.raw`secret%3D[redacted]%26 "\n[redacted]\n" afive5 \u003d[redacted]`,
    )
  })

  test.each(['quote"d and back\\slash/ed', "<tag> & 'apos'", 'tab\tand\nline', 'ünïcödé🔑'])(
    'takes %j in every spelling',
    (secret) => {
      keepSecret(secret)
      const json = JSON.stringify(secret).slice(1, -1)
      const inAddress = encodeURIComponent(secret)
      const spellings = [
        secret,
        json,
        JSON.stringify(json).slice(1, -1),
        json.replaceAll('/', '\\/'),
        inAddress,
        inAddress.replaceAll(/%../g, (code) => code.toLowerCase()),
        inAddress.replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`),
        new URLSearchParams({ a: secret }).toString().slice(2),
        secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
        secret
          .split('')
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
          .join(''),
      ]
      for (const spelling of spellings) expect(redact(`<${spelling}>`)).toBe('<[redacted]>')
    },
  )
})

describe('an error', () => {
  test('carries no secret, in no part of it', () => {
    keepSecret('very-secret')
    const error = new ExtractError('QUERY_REFUSED', 'very-secret', {
      hint: 'very-secret',
      details: { soql: "WHERE a = 'very-secret'", oauth: 'very-secret', problems: ['very-secret'] },
    })
    expect(JSON.stringify([error.message, error.hint, error.details, reportError(error)])).not.toContain('very-secret')
  })

  test('is a BUG in a report where it is nothing we know', () => {
    expect(reportError(new TypeError('boom'))).toEqual({ code: 'BUG', message: 'boom' })
    expect(reportError('boom')).toEqual({ code: 'BUG', message: 'boom' })
  })
})
