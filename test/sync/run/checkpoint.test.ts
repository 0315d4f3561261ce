import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { buildGate } from '../../support/gate.js'
import { openSyncedOrg } from '../../support/synced-org.js'
import { recordIds } from '../../support/written.js'

test('a commit that takes its time does not undo what another object noted of its children meanwhile', async () => {
  const synced = await openSyncedOrg()
  const { store } = synced.sandbox
  const { id } = store.insert('Case', { Subject: 'Help' })
  await synced.run()
  synced.pass(3600)
  store.update(id, { Subject: 'Help!' })
  synced.pass(60)
  const accounts = buildGate()
  const before = async ({ soql }: { soql: string }) => {
    if (!/FROM Case (WHERE S\S+ >= \S+ AND|ORDER)/.test(soql)) return
    await accounts.opened
    store.insert('CaseComment', { ParentId: id, CommentBody: 'After the poll' })
  }
  const onCommit = async (lane: string) => {
    if (lane !== 'Account') return
    accounts.open()
    await delay(500)
  }
  const { documents } = await synced.run({}, { before, onCommit })
  expect(JSON.stringify(documents)).toContain('After the poll')
  synced.pass(60)
  expect(recordIds((await synced.run()).documents)).toEqual([])
})
