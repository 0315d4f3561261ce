import { expect, test } from 'vitest'
import { data, openClient } from './client.js'

test('messages come in Japanese for a Japanese user, codes and places as ever', async () => {
  const client = await openClient({ language: 'ja' })
  const messageOf = async (path: string) => (await client.get(data(path))).body[0]
  const domain = `/tooling/query?q=${encodeURIComponent('SELECT Id FROM RelationshipDomain')}`
  expect(await messageOf(domain)).toEqual({
    message:
      'RelationshipDomain: 列を絞り込む場合、条件は必須です ' +
      '[ParentSobjectId,FieldId,ChildSobjectId,RelationshipInfoId,DurableId]',
    errorCode: 'MALFORMED_QUERY',
  })
  expect(await messageOf('/nothing')).toEqual({ message: '要求されたリソースは存在しません', errorCode: 'NOT_FOUND' })
  const column = await messageOf(`/query?q=${encodeURIComponent('SELECT Foo FROM Account')}`)
  expect(column.message).toMatch(
    /^\nSELECT Foo FROM Account\n {7}\^\nERROR at Row:1:Column:8\nエンティティ「Account」に列「Foo」/,
  )
  client.token = 'dead'
  expect((await messageOf('/limits')).message).toBe('Session expired or invalid')
})
