import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildRefusal } from '../../../src/org/errors/refusal.js'
import { findRule } from '../../../src/org/errors/error-table.js'
import { keepSecret } from '../../../src/errors/redact.js'
import { readError } from '../../../src/org/errors/read-error.js'

const read = (body: string, status = 400) => readError(status, Buffer.from(body))

const xml = '<Errors><Error><errorCode>NOT_FOUND</errorCode><message>gone</message></Error></Errors>'
const script = '<html><script>var a = "<b>"</script><style>p{}</style><p>We are\n setting things up</p>'
const jetty = '<h1>Bad Message 414</h1><pre>reason: URI Too Long</pre>'

test.each([
  ['the array of REST', '[{"message":"expired","errorCode":"INVALID_SESSION_ID"}]', 'INVALID_SESSION_ID', 'expired'],
  ['keys in another order', '[{"errorCode":"NOT_FOUND","message":"gone","fields":[]}]', 'NOT_FOUND', 'gone'],
  ['several errors', '[{"message":"a","errorCode":"A"},{"message":"b","errorCode":"B"},{"message":"a"}]', 'A', 'a; b'],
  ['an object', '{"message":"no","errorCode":"X"}', 'X', 'no'],
  ['an object of the Bulk API', '{"exceptionCode":"InvalidBatch","exceptionMessage":"no"}', 'InvalidBatch', 'no'],
  ['an object of OAuth', '{"error":"invalid_grant","error_description":"no"}', 'invalid_grant', 'no'],
  ['XML', `<?xml version="1.0" encoding="UTF-8"?>${xml}`, 'NOT_FOUND', 'gone'],
  ['a list of addresses', '["/services/data/a","/services/data/b"]', undefined, '/services/data/a; /services/data/b'],
  ['an old Jetty page', jetty, undefined, 'Bad Message 414 reason: URI Too Long'],
  ['a page with a script', script, undefined, 'We are setting things up'],
  ['a title that the text says again', '<title>Gone</title><h1>It is Gone</h1>', undefined, 'It is Gone'],
  [
    'a text that the title says too',
    '<title>500 Server Error</title>\n<h1>Server Error</h1>',
    undefined,
    '500 Server Error',
  ],
  ['a title and another text', '<title>Maintenance</title><p>Back at 9.</p>', undefined, 'Maintenance Back at 9.'],
  ['a title alone', '<title>Maintenance</title>', undefined, 'Maintenance'],
  ['plain text', 'Bad_OAuth_Token', undefined, 'Bad_OAuth_Token'],
  ['nothing', '', undefined, 'HTTP 400'],
  ['an empty object', '{}', undefined, 'HTTP 400'],
  ['an empty list', '[]', undefined, 'HTTP 400'],
  ['a list of nothing', '[{}, null, 1]', undefined, 'HTTP 400'],
  ['JSON cut short', '[{"message":"half', undefined, '[{"message":"half'],
  ['codes that are no text', '[{"errorCode":17,"message":{"a":1}}]', undefined, 'HTTP 400'],
])('%s is read', (_, body, salesforceCode, message) => {
  expect(read(body)).toMatchObject({
    status: 400,
    message,
    salesforceCode,
  })
})

test('the copy of the statement and its caret are left out, the place and the column name are kept', () => {
  const message =
    "\n a, Jigsaw, CleanStatus FROM\n            ^\nERROR at Row:1:Column:687\nNo such column 'CleanStatus' on " +
    "entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after it."
  expect(read(JSON.stringify([{ message, errorCode: 'INVALID_FIELD' }])).message).toBe(
    "No such column 'CleanStatus' on entity 'Account' (row 1, column 687)",
  )
})

test('a message in another language stays whole', () => {
  const message = '列を絞り込む場合、条件は必須です [FieldId]'
  expect(read(JSON.stringify([{ message, errorCode: 'MALFORMED_QUERY' }])).message).toBe(message)
})

test('any body gives one line of bounded length', () => {
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 2000 }),
    fc.json().map((text) => Buffer.from(text)),
  )
  fc.assert(
    fc.property(bodies, (body) => {
      const { message } = readError(500, Buffer.from(body))
      expect(message).toMatch(/^[^\n\r\0]{1,900}$/)
    }),
  )
})

test.each([
  ['<html><title>URL No Longer Exists</title></html>', true],
  ['  <!DOCTYPE html><p>Gone', true],
  [`<?xml version="1.0" encoding="UTF-8"?>${xml}`, undefined],
  ['[{"errorCode":"NOT_FOUND","message":"<b>gone</b>"}]', undefined],
  ['', undefined],
])('of %j it is known whether it is a page for people', (body, isPage) => {
  expect(read(body).isPage).toBe(isPage)
})

const secret = 'Kq"7\\x Wz-9/vP=4&tLm'

test('wherever a secret stands in an error, no part of it is printed', () => {
  keepSecret(secret)
  const places = fc.constantFrom<(text: string) => string>(
    (message) => JSON.stringify([{ errorCode: 'X', message }]),
    (errorCode) => JSON.stringify([{ errorCode, message: 'no' }]),
    (message) => JSON.stringify({ error: 'x', error_description: message }),
    (text) => text,
    (text) => `<html><p>${text}</p></html>`,
    (text) => `<Error><errorCode>X</errorCode><message>${text}</message></Error>`,
    (message) => JSON.stringify([{ errorCode: 'X', message: `ERROR at Row:1:Column:7\n${message}` }]),
  )
  const offsets = fc.oneof(fc.nat(450), fc.integer({ min: 19_800, max: 20_050 }))
  const spellings = fc.constantFrom(secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret))
  fc.assert(
    fc.property(places, offsets, spellings, (place, offset, spelling) => {
      const problem = read(place(`${'y '.repeat(offset / 2)}${offset % 2 ? 'y' : ''}${spelling} z`))
      const { message, details } = buildRefusal(findRule(problem), problem, {})
      for (const part of ['Kq', '7\\x', 'Wz-', 'vP', 'tLm'])
        expect(message + JSON.stringify(details)).not.toContain(part)
    }),
    { numRuns: 40 },
  )
})
