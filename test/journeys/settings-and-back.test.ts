import { expect, test } from 'vitest'
import { killAfter, openJourney, unhurried, type Journey } from '../support/journey.js'
import { parseLines } from '../support/output-files.js'

const whole = 'standard_objects_to_sync: [Case]\n'
const withoutComments = `${whole}children: false\n`

/** A reader of the pipe has cases with comments. */
async function openCases() {
  const journey = await openJourney({ settings: whole })
  const { store } = journey.sandbox
  const cases = Array.from({ length: 450 }, (_, n) => store.insert('Case', { Subject: `Case ${n}` }).id)
  for (const id of cases) store.insert('CaseComment', { ParentId: id, CommentBody: 'A comment' })
  journey.pass(60)
  await journey.sync()
  journey.pass(60)
  return { journey, cases }
}

/** The cases of the last run, each with its comments. */
async function commentsAfter(journey: Journey): Promise<Map<string, unknown>> {
  await journey.configure(whole)
  journey.pass(60)
  const { documents } = await journey.sync()
  const records = documents.filter(({ type }) => type === 'Case')
  return new Map(
    records.map((record) => [record.id, (record as { payload?: Record<string, unknown> }).payload?.['CaseComments']]),
  )
}

test(
  'what a held run wrote with other settings is put right, where it is rolled back and they are as before',
  unhurried,
  async () => {
    const { journey, cases } = await openCases()
    await journey.configure(withoutComments)
    expect((await journey.sync('--hold')).documents).toHaveLength(cases.length)
    await journey.run('rollback')
    const comments = await commentsAfter(journey)
    expect([...comments.keys()].toSorted()).toEqual(cases)
    expect([...comments.values()].every((list) => list !== undefined)).toBe(true)
    journey.pass(60)
    expect((await journey.sync()).documents).toEqual([])
  },
)

test(
  'what a killed run wrote with other settings is put right, where they are as before in the next',
  unhurried,
  async () => {
    const { journey, cases } = await openCases()
    await journey.configure(withoutComments)
    const { stdout } = await killAfter(2, journey.start('sync'), journey.sandbox, ({ url }) => url.includes('/query/'))
    const seen = parseLines(stdout.slice(0, stdout.lastIndexOf('\n') + 1)).map(({ id }) => id)
    const comments = await commentsAfter(journey)
    expect(seen.filter((id) => cases.includes(id) && !comments.has(id))).toEqual([])
  },
)
