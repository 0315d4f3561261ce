/**
 * Runs statements through the embedded org: `tsx scripts/conformance/soql.ts FOLDER`, with `valid.txt` (statements that
 * are grammatical) and `invalid.txt` (that are not) in it, one a line. Lists what is answered, what is refused and how,
 * and exits with 1 where a grammatical statement can't be read, one that isn't is answered, or the org fails.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { startSandbox } from '../../src/sandbox/sandbox.js'
import { logIn } from './log-in.js'

/** What a missing name or a rule of the org is answered with: the statement itself was read. */
const OF_NAMES = /No such column|Didn't understand relationship|sObject type .* is not supported/
/** Where the parser gave up. */
const OF_GRAMMAR = /unexpected token|no viable alternative|mismatched character|\(\) is not supported by this org/

interface Outcome {
  soql: string
  status: number
  code: string
  message: string
}

const folder = process.argv[2]
if (folder === undefined) throw new Error('Name the folder with valid.txt and invalid.txt')
const sandbox = await startSandbox({ records: 500 })
try {
  const token = await logIn(sandbox)
  const valid = await runAll('valid.txt', token)
  const invalid = await runAll('invalid.txt', token)
  report('grammatical', valid)
  report('not grammatical', invalid)
  const failed = [...valid, ...invalid].filter(({ status }) => status >= 500)
  const unread = valid.filter(({ message }) => OF_GRAMMAR.test(message))
  const taken = invalid.filter(({ status }) => status === 200)
  for (const [title, list] of [
    ['The org failed', failed],
    ['Grammatical, but not read', unread],
    ['Not grammatical, but answered', taken],
  ] as const) {
    process.stdout.write(`\n${title}: ${list.length}\n`)
    for (const { soql, message } of list) process.stdout.write(`  ${soql}\n    ${message}\n`)
  }
  process.exitCode = failed.length + unread.length + taken.length > 0 ? 1 : 0
} finally {
  await sandbox.close()
}

async function runAll(file: string, token: string): Promise<Outcome[]> {
  const statements = readFileSync(path.join(folder!, file), 'utf8').split('\n').filter(Boolean)
  const outcomes: Outcome[] = []
  for (const soql of statements) {
    const answer = await fetch(`${sandbox.url}/services/data/v62.0/query?q=${encodeURIComponent(soql)}`, {
      headers: { Authorization: `Bearer ${token}` },
    })
    const body = (await answer.json()) as { errorCode: string; message: string }[]
    const { errorCode = '', message = '' } = answer.status === 200 ? {} : (body[0] ?? {})
    outcomes.push({ soql, status: answer.status, code: errorCode, message: message.split('\n').at(-1) ?? '' })
  }
  return outcomes
}

function report(title: string, outcomes: Outcome[]): void {
  const answered = outcomes.filter(({ status }) => status === 200).length
  process.stdout.write(`${outcomes.length} statements that are ${title}: ${answered} answered\n`)
  const kinds = new Map<string, number>()
  for (const { status, code, message } of outcomes) {
    if (status === 200) continue
    const kind = `${code}: ${OF_NAMES.test(message) ? 'a name the org lacks' : message.replaceAll(/'[^']*'/g, "'…'")}`
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  for (const [kind, count] of [...kinds].toSorted((a, b) => b[1] - a[1])) process.stdout.write(`  ${count}  ${kind}\n`)
}
