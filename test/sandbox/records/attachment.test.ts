import { expect, it } from 'vitest'
import { openEmptyStore } from '../../support/empty-store.js'

it('an attachment has the length of its bytes, which may be replaced, and goes and comes back with its record', () => {
  const { store } = openEmptyStore()
  const account = store.insert('Account', { Name: 'Acme' }).id
  const { id } = store.insert('Attachment', { ParentId: account, Name: 'a.txt' }, { blob: Buffer.from('four') })
  expect(id.slice(0, 3)).toBe('00P')
  expect(store.record(id)?.values).toMatchObject({ BodyLength: 4, IsPrivate: false })
  store.update(id, { Body: Buffer.from('longer').toString('base64') })
  expect(store.record(id)?.values).toMatchObject({ BodyLength: 6 })
  expect(String(store.blob(id))).toBe('longer')
  store.delete(account)
  expect(store.record(id)?.isDeleted).toBe(true)
  store.undelete(account)
  expect(store.record(id)?.isDeleted).toBe(false)
})
