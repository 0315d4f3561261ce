import { describe, expect, test } from 'vitest'
import { openSyncedOrg, type RunExtras, type SyncedOrg } from '../../support/synced-org.js'
import { onAnswer } from '../../support/journey.js'
import { records } from '../../support/written.js'

/** A case of yesterday with a comment, read once. */
async function openCase(datasource = {}): Promise<{ synced: SyncedOrg; id: string; comment: string }> {
  const synced = await openSyncedOrg({ datasource: { standardObjects: ['Case'], ...datasource } })
  const { store, clock } = synced.sandbox
  const at = clock.now() - 86_400_000
  const { id } = store.insert('Case', { Subject: 'Help' }, { at })
  const comment = store.insert('CaseComment', { ParentId: id, CommentBody: 'Zero' }, { at }).id
  await synced.run()
  synced.pass(60)
  return { synced, id, comment }
}

/** Changes a record twice in one second: before the statement that fits is answered, and just after. */
function changeAround({ sandbox }: SyncedOrg, statement: RegExp, id: string, field: string): RunExtras {
  const { store, clock } = sandbox
  let at: number | undefined
  let isChanged = false
  onAnswer(sandbox, ({ soql }) => {
    if (at === undefined || isChanged || !statement.test(soql ?? '')) return
    isChanged = true
    store.update(id, { [field]: 'Two' }, { at })
  })
  return {
    before: ({ soql }) => {
      if (at !== undefined || !statement.test(soql)) return
      at = clock.now()
      store.update(id, { [field]: 'One' }, { at })
    },
  }
}

async function lastWritten(synced: SyncedOrg): Promise<string> {
  synced.pass(60)
  return JSON.stringify(records((await synced.run()).documents))
}

describe('the second version within one second, the first of which was just read', () => {
  test('by Id, is written: of the record itself', async () => {
    const { synced, id } = await openCase()
    synced.sandbox.store.insert('CaseComment', { ParentId: id, CommentBody: 'Again' })
    synced.pass(60)
    await synced.run({}, changeAround(synced, /FROM Case WHERE Id IN/, id, 'Subject'))
    const next = await lastWritten(synced)
    for (const text of ['Two', 'Again']) expect(next).toContain(text)
    expect(await lastWritten(synced)).toBe('[]')
  })

  test.each(['by Id', 'by its window'])('within its record, %s, is written: of a child', async (way) => {
    const { synced, id, comment } = await openCase()
    if (way === 'by Id') synced.sandbox.store.insert('CaseComment', { ParentId: id, CommentBody: 'Again' })
    else synced.sandbox.store.update(id, { Subject: 'Help!' })
    synced.pass(60)
    const statement = way === 'by Id' ? /FROM Case WHERE Id IN/ : /FROM Case WHERE SystemModstamp >= \S+ AND/
    const { documents } = await synced.run({}, changeAround(synced, statement, comment, 'CommentBody'))
    expect(JSON.stringify(documents)).toContain('One')
    expect(await lastWritten(synced)).toContain('Two')
    expect(await lastWritten(synced)).toBe('[]')
  })
})
