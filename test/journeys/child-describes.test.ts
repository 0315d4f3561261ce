import { describe, expect, test } from 'vitest'
import { openGoBetween, type Instead } from '../support/go-between.js'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { records } from '../support/written.js'

const children = ['CaseComment', 'EmailMessage', 'CaseFeed', 'FeedComment', 'ContentDocumentLink', 'ContentDocument']

/** What the org, or something on the way to it, says of a describe when it fails in passing. */
const passing: [string, Instead][] = [
  ['503', { status: 503, body: [{ errorCode: 'SERVER_UNAVAILABLE', message: 'Busy' }] }],
  ['an empty body', { body: {} }],
  ['the describe of another', { body: { name: 'Account', queryable: true, fields: [{ name: 'Id', type: 'id' }] } }],
  ['a refusal without a code', { status: 403, body: '<html><body>Forbidden</body></html>' }],
]
const notFound = { status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }] }

interface Described {
  journey: Journey
  /** The describes of these children are answered by this from now on. */
  answer(instead: Instead | undefined, of?: string[]): void
  id: string
}

/** A case of yesterday with a post and a comment, behind a server that may answer in the org's stead. */
async function openCase(): Promise<Described> {
  const journey = await openJourney({ settings: 'standard_objects_to_sync: [Case]\n', ownProcesses: false })
  const { store, clock } = journey.sandbox
  const at = clock.now() - 86_400_000
  const { id } = store.insert('Case', { Subject: 'Help' }, { at })
  store.insert('FeedItem', { ParentId: id, Body: 'First post' }, { at })
  store.insert('CaseComment', { ParentId: id, CommentBody: 'First comment' }, { at })
  let failing: { instead: Instead | undefined; of: string[] } = { instead: undefined, of: [] }
  const between = await openGoBetween(journey.sandbox.url, ({ line }) => {
    const name = /sobjects\/(\w+)\/describe/.exec(line)?.[1]
    return name !== undefined && failing.of.includes(name) ? failing.instead : undefined
  })
  journey.env['SF_EXTRACT_LOGIN_URL'] = between.url
  return { journey, id, answer: (instead, of = children) => (failing = { instead, of }) }
}

const everyChild = children.map((child) => [child, ...passing[0]!] as const)
const everyAnswer = passing.map((answer) => ['CaseFeed', ...answer] as const)

describe('a describe of a child that fails in passing', unhurried, () => {
  test.each([...everyChild, ...everyAnswer.slice(1)])(
    'is replaced by the one kept: %s, %s',
    async (child, _name, instead) => {
      const { journey, id, answer } = await openCase()
      const { store } = journey.sandbox
      await journey.sync()
      answer(instead, [child])
      journey.pass(3600)
      store.update(id, { Subject: 'Changed' })
      const changed = await journey.sync()
      expect(changed.code).toBe(0)
      expect(changed.report.warnings.join('\n')).toContain(`The org would not describe ${child}`)
      const [document] = records(changed.documents, 'Case')
      for (const text of ['First post', 'First comment']) expect(document?.content).toContain(text)
      store.insert('FeedItem', { ParentId: id, Body: 'Second post' })
      expect(records((await journey.sync()).documents, 'Case')[0]?.content).toContain('Second post')
      answer(undefined)
      expect((await journey.sync()).documents).toEqual([])
    },
  )

  test.each(passing)('leaves no feed out of a first load: %s', async (_name, instead) => {
    const { journey, answer, id } = await openCase()
    answer(instead, ['CaseFeed'])
    const first = await journey.sync()
    expect(records(first.documents, 'Case')[0]?.content).toContain('First post')
    expect(first.report.warnings.join('\n')).toContain('The org would not describe CaseFeed')
    answer(undefined)
    expect((await journey.sync()).documents).toEqual([])
    journey.sandbox.store.insert('FeedItem', { ParentId: id, Body: 'Second post' })
    expect(records((await journey.sync()).documents, 'Case')[0]?.content).toContain('Second post')
  })
})

test('a feed that the org says it does not have is left out, and the report says so', unhurried, async () => {
  const { journey, id, answer } = await openCase()
  await journey.sync()
  answer(notFound, ['CaseFeed'])
  journey.pass(3600)
  journey.sandbox.store.update(id, { Subject: 'Changed' })
  const { documents, report } = await journey.sync()
  expect(records(documents, 'Case')[0]?.content).not.toContain('First post')
  expect(report.objects[0]?.missingFields).toContain('Feeds')
  expect(report.warnings.join('\n')).toContain('CaseFeed')
})
