import { expect, test } from 'vitest'
import { validateKeys } from '../../../src/sync/windows/row-keys.js'

test('rows with Ids of their own can be told apart', () => {
  expect(() => validateKeys('Account', [{ Id: '001A' }, { Id: '001B' }])).not.toThrow()
})

test.each([
  ['two rows with one Id', [{ Id: '001A' }, { Id: '001B' }, { Id: '001A' }]],
  ['the placeholder of an object without Ids', [{ Id: '000000000000000AAA' }]],
  ['the same in its short form', [{ Id: '000000000000000' }]],
])('%s fail their object by name', (_, rows) => {
  expect(() => validateKeys('LoginEvent', rows)).toThrow(
    expect.objectContaining({ code: 'BAD_ANSWER', hint: expect.stringContaining('LoginEvent') as string }) as Error,
  )
})
