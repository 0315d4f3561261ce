/** Answers of an org as something between, or a fault, may leave them: one change each, from a seed. */
import type { Random } from '../../src/sandbox/random.js'

export interface Answer {
  status: number
  headers: Record<string, string>
  text: string
}

/** A change of an answer; undefined where it doesn't apply to it. */
type Mutation = (answer: Answer, random: Random) => Answer | undefined

export const mutations: Record<string, Mutation> = {
  'empty body': (answer) => ({ ...answer, text: '' }),
  truncated: (answer, random) => ({ ...answer, text: answer.text.slice(0, random.integer(1, answer.text.length)) }),
  'another status': (answer, random) => ({
    ...answer,
    status: random.pick([204, 400, 403, 404, 409, 414, 418, 500, 503]),
  }),
  'a web page': () => ({
    status: 200,
    headers: { 'content-type': 'text/html' },
    text: '<html><body>Sign in</body></html>',
  }),
  'another content type': (answer) => ({ ...answer, headers: { ...answer.headers, 'content-type': 'text/plain' } }),
  'no Date': (answer) => ({ ...answer, headers: withoutDate(answer.headers) }),
  'a Date that is none': (answer, random) => {
    const date = random.pick(['Fri, 13 Sep 275760 00:00:00 GMT', 'yesterday', '0', 'Mon, 32 Foo 2026 99:00:00 GMT'])
    return { ...answer, headers: { ...withoutDate(answer.headers), date } }
  },
  'a usage that is none': (answer) => ({
    ...answer,
    headers: { ...answer.headers, 'sforce-limit-info': 'api-usage=9e99/-1' },
  }),
  'not the JSON that was asked for': (answer, random) => ({
    ...answer,
    text: random.pick(['null', '[]', '{}', '0', '"text"', '[null]', '[[]]', 'true', '\u0000', '{"records":{}}']),
  }),
  'nested without an end': (answer) => ({ ...answer, text: `${'['.repeat(50_000)}${']'.repeat(50_000)}` }),
  'a key is missing': inside((parent, key) => delete parent[key]),
  'a value is null': inside((parent, key) => (parent[key] = null)),
  'a value is of another type': inside((parent, key, random) => {
    parent[key] = random.pick<unknown>([0, -1, true, '', [], {}, [null], { records: 7 }, ['x'], 'text'])
  }),
  'a huge number': inside((parent, key, random) => (parent[key] = random.pick([1e308, -1e308, 2 ** 53, 1e21]))),
  'a deep value': inside((parent, key) => (parent[key] = JSON.parse(`${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`))),
  'control characters': inside((parent, key) => (parent[key] = '\u0000\u001b[31m\u009b\u2028\ud800')),
  'a list with nulls': lists((list, random) => list.splice(random.integer(0, list.length), 0, null)),
  'a list with itself in it': lists((list) => list.push(...(structuredClone(list) as unknown[]))),
  'a row is missing': lists((list, random) => void list.splice(random.integer(0, list.length - 1), 1)),
  'a count that lies': named('totalSize', (_, random) => random.pick([0, 1, 5_000, -1, 1e15])),
  'done that lies': named('done', (value) => value !== true),
  'a locator that leads nowhere': (answer, random) =>
    answer.text.includes('"records"')
      ? {
          ...answer,
          text: answer.text.replace(
            /"done":(?:true|false)/,
            () => `"done":false,"nextRecordsUrl":${JSON.stringify(random.pick(nowhere))}`,
          ),
        }
      : undefined,
}

const nowhere: unknown[] = [
  '/services/data/v62.0/query/01gNOWHERE-2000',
  'https://elsewhere.example.com/services/data/v62.0/query/01g-1',
  '//elsewhere.example.com/x',
  '',
  'javascript:alert(1)',
  '/services/data/v62.0/../../x',
  17,
  null,
]

/** One of the mutations that apply to the answer. */
export function mutate(answer: Answer, random: Random): { name: string; answer: Answer } {
  for (;;) {
    const name = random.pick(Object.keys(mutations))
    const mutated = mutations[name]!(answer, random)
    if (mutated !== undefined) return { name, answer: mutated }
  }
}

type Container = Record<string, unknown>

/** Changes a place somewhere in the JSON, more likely a high one than a deep one. */
function inside(change: (parent: Container, key: string, random: Random) => unknown): Mutation {
  return inJson((root, random) => {
    let parent: unknown = root
    for (;;) {
      const keys = isContainer(parent) ? Object.keys(parent) : []
      if (keys.length === 0) return false
      const key = random.pick(keys)
      const value = (parent as Container)[key]
      if (isContainer(value) && Object.keys(value).length > 0 && !random.chance(0.2)) parent = value
      else return (change(parent as Container, key, random), true)
    }
  })
}

function lists(change: (list: unknown[], random: Random) => unknown): Mutation {
  return inJson((root, random) => {
    const found = listsIn(root)
    if (found.length === 0) return false
    change(random.pick(found), random)
    return true
  })
}

function named(name: string, change: (value: unknown, random: Random) => unknown): Mutation {
  return inJson((root, random) => {
    if (!isContainer(root) || !(name in root)) return false
    root[name] = change(root[name], random)
    return true
  })
}

function inJson(change: (root: unknown, random: Random) => boolean): Mutation {
  return (answer, random) => {
    try {
      const root: unknown = JSON.parse(answer.text)
      return change(root, random) ? { ...answer, text: JSON.stringify(root) } : undefined
    } catch {
      return undefined
    }
  }
}

function listsIn(value: unknown): unknown[][] {
  if (!isContainer(value)) return []
  const own = Array.isArray(value) && value.length > 0 ? [value as unknown[]] : []
  return [...own, ...Object.values(value).flatMap(listsIn)]
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null
}

function withoutDate(headers: Record<string, string>): Record<string, string> {
  const { date: _, ...others } = headers
  return others
}
