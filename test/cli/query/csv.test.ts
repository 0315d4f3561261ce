import { describe, expect, test } from 'vitest'
import { openCsv } from '../../../src/cli/query/csv.js'

describe('a result as CSV', () => {
  test('has its header once, before the first page, and even without a page', () => {
    const selection = { columns: [{ title: 'Id', kind: 'field' as const }], isOpen: false }
    const csv = openCsv(selection)
    expect([csv.page([]), csv.page([{ Id: '1' }]), csv.page([{ Id: '2' }]), csv.end()]).toEqual([
      '',
      'Id\r\n1\r\n',
      '2\r\n',
      '',
    ])
    expect(openCsv(selection).end()).toBe('Id\r\n')
  })
})
