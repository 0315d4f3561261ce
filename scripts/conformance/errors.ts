/**
 * Holds the embedded org's refusals against recorded ones: `tsx scripts/conformance/errors.ts FILE`, a JSON list of
 * `{ name, status, body }`. Asks the org for each, and lists what matches, what differs, and what such
 * an org can't give and why.
 */
import { readFileSync } from 'node:fs'
import { startSandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js'
import { logIn } from './log-in.js'
import { REFUSALS, type Refusal } from './refusals.js'

interface Recorded {
  name: string
  status: number | null
  body: unknown
}

const file = process.argv[2]
if (file === undefined) throw new Error('Name the file with recorded errors')
const counts = { match: 0, differ: 0, impossible: 0, unknown: 0 }
for (const recorded of JSON.parse(readFileSync(file, 'utf8')) as Recorded[]) {
  const refusal = REFUSALS[recorded.name]
  if (refusal === undefined) tell('unknown', recorded, 'the script knows no call that gives it')
  else if (typeof refusal === 'string') tell('impossible', recorded, refusal)
  else await compare(recorded, refusal)
}
process.stdout.write(`${counts.match} match, ${counts.differ} differ, ${counts.impossible} can't be given here`)
process.stdout.write(`, ${counts.unknown} are not known\n`)
process.exitCode = counts.differ > 0 ? 1 : 0

function tell(kind: keyof typeof counts, { name }: Recorded, reason = ''): void {
  counts[kind]++
  process.stdout.write(`${kind.padEnd(10)} ${name}${reason && `: ${reason}`}\n`)
}

async function compare(recorded: Recorded, refusal: Refusal): Promise<void> {
  const answer = await ask(refusal, textOf(recorded.body))
  const isStatus = recorded.status === null || answer.status === recorded.status
  const [theirs, ours] = [recorded.body, answer.body].map((body) =>
    refusal.isExact ? JSON.stringify(sorted(body)) : outline(body),
  )
  if (isStatus && theirs === ours) tell('match', recorded)
  else tell('differ', recorded, `${recorded.status} ${theirs}, here ${answer.status} ${ours}`)
}

async function ask(refusal: Refusal, recorded: string): Promise<{ status: number; body: unknown }> {
  const options: SandboxOptions = { records: 300, refreshToken: 'good', ...refusal.org }
  const sandbox = await startSandbox(options)
  try {
    const token = refusal.token ?? (await logIn(sandbox))
    refusal.prepare?.(sandbox)
    // The line above the caret is the statement, where all of it was short enough to be shown.
    const { path, ...init } = refusal.call({ sandbox, statement: recorded.split('\n')[1] ?? '' })
    const headers = { Authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) }
    const answer = await fetch(sandbox.url + path, { ...init, headers })
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.startsWith('application/json')
    return { status: answer.status, body: isJson ? JSON.parse(text) : text }
  } finally {
    await sandbox.close()
  }
}

function textOf(body: unknown): string {
  const [first] = Array.isArray(body) ? (body as { message?: string }[]) : []
  return first?.message ?? ''
}

/** A body without what is another org's: names in quotes and brackets, numbers, places in statements that are cut. */
function outline(body: unknown): string {
  if (typeof body === 'string') return body
  const text = JSON.stringify(sorted(body))
  return text
    .replaceAll(/\\n[^"]*?ERROR at Row:\d+:Column:\d+\\n/g, '… ')
    .replaceAll(/'[^'"]*'/g, "'…'")
    .replaceAll(/(?<=(?:Result size|named|accessible|contact support): )[^"]+/g, '…')
    .replaceAll(/"totalSize":\d+/g, '"totalSize":0')
}

/** Keys come in no order that counts. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]))
}
