import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isExtractError } from '../../src/errors/extract-error.js'
import type { Org } from '../../src/org/org.js'
import { openScriptedOrg, readPages } from '../support/scripted-org.js'
import { buildToken } from '../support/scripted-server.js'

const retry = { attempts: 1, delayMs: 1, maxDelayMs: 1, budgetMs: 1 }
const root = '/services/data/v62.0'
const page = {
  totalSize: 2,
  done: false,
  nextRecordsUrl: `${root}/query/01gAB-1`,
  records: [
    { Id: '001A', Owner: { Name: 'Lee' }, Contacts: { totalSize: 1, done: true, records: [{ Id: '003A' }] } },
    { Id: '001B', Contacts: null },
  ],
}
const describe = {
  name: 'Account',
  fields: [{ name: 'OwnerId', type: 'reference', referenceTo: ['User'], relationshipName: 'Owner' }],
  childRelationships: [{ childSObject: 'Contact', field: 'AccountId', relationshipName: 'Contacts' }],
}

const calls: [string, unknown, (org: Org) => Promise<unknown>][] = [
  ['a page', page, (org) => readPages(org)],
  ['a page of a child list', page, (org) => org.queryMore(`${root}/query/01gAB-0`, 'Contact')],
  ['a describe', describe, (org) => org.describe('Account')],
  ['a raw describe', describe, async (org) => JSON.stringify(await org.describeRaw('Account'))],
  ['the list of sObjects', { sobjects: [{ name: 'Account', label: 'Account' }] }, (org) => org.describeGlobal()],
  ['limits', { DailyApiRequests: { Max: 1, Remaining: 1 } }, (org) => org.limits()],
  ['an error', [{ errorCode: 'INVALID_FIELD', message: "no 'X' on 'Y'" }], (org) => org.limits()],
]

test.each(calls)(
  'whatever comes instead of a part of %s, it is read or is an error that is told',
  async (_, good, call) => {
    const { org, server } = await openScriptedOrg({ extract: { retry, quotaReserve: { calls: 0 } } })
    const isTold = async (body: unknown, status: number) => {
      const answer = { status, body: JSON.stringify(body) }
      server.answer(answer, answer, answer)
      return !isStrange(await call(org).catch((thrown: unknown) => thrown))
    }
    const rule = fc.asyncProperty(mutants(good), fc.constantFrom(200, 200, 400, 404, 500), isTold)
    await expect(fc.assert(rule, { numRuns: 150 })).resolves.toBeUndefined()
  },
)

test('whatever comes instead of a part of a token answer, it is taken or is an error that is told', async () => {
  const rule = fc.asyncProperty(mutants(buildToken('http://127.0.0.1:9', 1)), async (body) => {
    const { org, server } = await openScriptedOrg({ extract: { retry } })
    server.answerLogin({ body: JSON.stringify(body) })
    return !isStrange(await org.session().catch((thrown: unknown) => thrown))
  })
  await expect(fc.assert(rule, { numRuns: 60 })).resolves.toBeUndefined()
})

/** An error that nobody foresaw. */
function isStrange(end: unknown): boolean {
  return end instanceof Error && !isExtractError(end)
}

/** The value with one part of it, or all of it, replaced by anything or left out. */
function mutants(good: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(good)
  const anything = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(null, [], {}, '', 7, true, undefined))
  return fc.tuple(fc.constantFrom(...places), anything).map(([path, value]) => replaced(good, path, value))
}

function placesIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [[]]
  return [[], ...Object.entries(value).flatMap(([name, inner]) => placesIn(inner).map((path) => [name, ...path]))]
}

function replaced(value: unknown, [name, ...rest]: string[], by: unknown): unknown {
  if (name === undefined) return by
  const inner = replaced((value as Record<string, unknown>)[name], rest, by)
  if (Array.isArray(value)) return value.with(Number(name), inner)
  return { ...(value as Record<string, unknown>), [name]: inner }
}
