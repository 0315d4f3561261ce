import { printMeasured } from './measure.js'
import { withOrg } from './with-org.js'

const sync = ['sync', '--output', 'documents', '--quiet']

/** A first load of a case with `count` comments of ordinary length, and the run after one more. */
export async function measureComments(count: number): Promise<void> {
  await withOrg({ records: 0 }, ['Case'], async (org, cwd) => {
    const parent = org.store.insert('Case', { Subject: 'Bench' }).id
    const comment = (number: number) => ({ ParentId: parent, CommentBody: `Comment ${number}: ${'word '.repeat(16)}` })
    for (let number = 0; number < count; number++) org.store.insert('CaseComment', comment(number))
    org.clock.advance(3_600_000)
    await printMeasured(`a case with ${count} comments`, sync, { cwd })
    org.store.insert('CaseComment', comment(count))
    org.clock.advance(61_000)
    await printMeasured('one comment more', sync, { cwd })
  })
}
