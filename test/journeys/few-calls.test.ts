import { describe, expect, test } from 'vitest'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { recordIds } from '../support/written.js'

describe('the number of calls that a run of too few names is enough for every object', unhurried, () => {
  test.each([
    ['the six standard objects', 'sync_custom_objects: false\n', {}],
    ['cases alone', 'standard_objects_to_sync: [Case]\nsync_custom_objects: false\n', {}],
    ['all custom objects', 'custom_objects_to_sync: ["*"]\nsync_custom_objects: true\n', {}],
    [
      'files with their texts',
      'standard_objects_to_sync: [Account]\nsync_custom_objects: false\nfiles: download\n',
      {},
    ],
    ['one object at a time', 'sync_custom_objects: false\nconcurrency: 1\n', {}],
    ['child lists of some pages', 'sync_custom_objects: false\n', { childPageSize: 2 }],
  ])('of %s', async (_what, settings, options) => {
    const journey = await openJourney({ records: 300, settings, ownProcesses: false, ...options })
    insertFiles(journey, 20)
    const ends: (number | string | null)[] = []
    let calls = 1
    while (ends.at(-1) !== 0 && ends.length < 60) {
      const { code, report, stderr } = await journey.sync('--output', 'documents', '--max-calls', String(calls))
      ends.push(code)
      expect(stderr).not.toContain('BUG')
      if (report.error !== undefined) calls = Math.max(calls, named(report.error.hint))
    }
    expect(ends.at(-1)).toBe(0)
    // With a number that is enough a run gets on each time: more runs than this would have stood still.
    expect(ends.length).toBeLessThan(40)
    const whole = await journey.run('tree', '--json')
    const written = await journey.run('tree', '--output', 'documents', '--json')
    expect(JSON.parse(written.stdout)).toEqual(JSON.parse(whole.stdout))
  })

  test('the first number of the six, known before their describes, needs no other', async () => {
    const journey = await openJourney({ records: 300, settings: 'sync_custom_objects: false\n', ownProcesses: false })
    const { report } = await journey.sync('--max-calls', '1')
    const calls = named(report.error?.hint)
    expect(calls).toBeLessThan(10)
    const ends = []
    while (ends.at(-1) !== 0 && ends.length < 10) {
      const end = await journey.sync('--output', 'documents', '--max-calls', String(calls))
      expect(end.stderr).not.toContain('may make')
      ends.push(end.code)
    }
    expect(ends.at(-1)).toBe(0)
  })

  test('a run whose page takes more calls than it may make says that it got on with nothing', async () => {
    const settings = 'standard_objects_to_sync: [Case]\nsync_custom_objects: false\n'
    const journey = await openJourney({ settings, ownProcesses: false, childPageSize: 1 })
    for (let n = 0; n < 30; n++) {
      const { id: ParentId } = journey.sandbox.store.insert('Case', { Subject: 'Two comments' })
      for (const CommentBody of ['One', 'Two']) journey.sandbox.store.insert('CaseComment', { ParentId, CommentBody })
    }
    journey.pass(60)
    await journey.sync('--max-calls', '10')
    const { code, report } = await journey.sync('--max-calls', '10')
    expect(code).toBe(5)
    expect(report.error?.hint).toBe(
      'This run has got on with no object, and the next one would not either: give --max-calls 20 or more.',
    )
  })
})

describe('runs of few calls', unhurried, () => {
  test('get on with the object that is furthest behind, so that each of them has its turn', async () => {
    const names = ['Account', 'Contact', 'Lead', 'Opportunity', 'Campaign', 'Case']
    const settings = 'sync_custom_objects: false\nchildren: false\ndeletes: false\nconcurrency: 1\nlookback: 0\n'
    const journey = await openJourney({ settings, ownProcesses: false, faults: [{ name: 'no-composite' }] })
    await journey.sync()
    const changed: string[] = names.map((name) => insertOne(journey, name))
    journey.pass(60)
    const written = new Set<string>()
    for (let run = 0; run < 14 && written.size < changed.length; run++) {
      // New records of the first object would keep a run busy that always began with it.
      insertOne(journey, 'Account')
      journey.pass(60)
      const { documents } = await journey.sync('--max-calls', '18')
      for (const id of recordIds(documents)) if (changed.includes(id)) written.add(id)
    }
    expect([...written].toSorted()).toEqual(changed.toSorted())
  })

  test('write each text of a file once, however many there are', async () => {
    const settings = 'standard_objects_to_sync: [Account]\nsync_custom_objects: false\nfiles: download\n'
    const journey = await openJourney({ settings, ownProcesses: false })
    insertFiles(journey, 30)
    const titles: string[] = []
    let code: number | string | null = 5
    let runs = 0
    while (code === 5 && runs < 200) {
      const end = await journey.sync('--output', 'documents', '--max-calls', '8')
      for (const { id, type } of end.documents) if (type === 'content_document') titles.push(id)
      code = end.code
      runs += 1
    }
    expect(code).toBe(0)
    expect(titles).toHaveLength(30)
    expect(new Set(titles).size).toBe(30)
  })
})

function named(hint = ''): number {
  return Number(/give --max-calls (\d+) or more/.exec(hint)?.[1] ?? 0)
}

function insertFiles({ sandbox: { store } }: Journey, count: number): void {
  const { id } = store.insert('Account', { Name: 'Acme' })
  for (let n = 0; n < count; n++) {
    const values = { Title: `${n}`, PathOnClient: `${n}.txt`, FirstPublishLocationId: id }
    store.insert('ContentVersion', values, { blob: Buffer.from(`text ${n}`) })
  }
}

function insertOne({ sandbox }: Journey, object: string): string {
  const values: Record<string, Record<string, unknown>> = {
    Case: { Subject: 'New' },
    Contact: { LastName: 'New' },
    Lead: { LastName: 'New', Company: 'New' },
    Opportunity: { Name: 'New', StageName: 'New', CloseDate: '2026-01-05' },
  }
  return sandbox.store.insert(object, values[object] ?? { Name: 'New' }).id
}
