import { describe, expect, test } from 'vitest'
import { openJourney, unhurried } from '../support/journey.js'
import { records } from '../support/written.js'

describe('a child list that comes with fewer rows than it announces', unhurried, () => {
  test('is read once more in the same run, and again in the next where it stays short', async () => {
    const journey = await openJourney({
      ownProcesses: false,
      settings: 'standard_objects_to_sync: [Case]\n',
      childPageSize: 3,
    })
    const { store, faults } = journey.sandbox
    const { id } = store.insert('Case', { Subject: 'Help' })
    for (let n = 0; n < 8; n++) store.insert('CaseComment', { ParentId: id, CommentBody: `Comment ${n}.` })
    const next = async () => {
      const { documents, report } = await journey.sync()
      journey.pass(3600)
      const comments = records(documents).map(({ content }) => content.match(/Comment \d\./g)?.length)
      return { comments, warnings: report.objects[0]!.warnings ?? [] }
    }
    faults.add({ name: 'cut-children' })
    expect(await next()).toEqual({ comments: [3], warnings: [expect.stringContaining('twice') as string] })
    faults.remove()
    expect(await next()).toEqual({ comments: [8], warnings: [] })
    store.update(id, { Subject: 'More' })
    faults.add({ name: 'cut-children', count: 1, path: 'FROM Case W' })
    expect(await next()).toEqual({ comments: [8], warnings: [] })
    expect(await next()).toEqual({ comments: [], warnings: [] })
  })
})
