/** What came out of many runs, a line a version, and whether it tells what the org holds. */
import { createReadStream, readdirSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Store, StoredRecord } from '../../src/sandbox/terms.js'
import { isInScope, wholeScope, type SoakScope } from './soak-scope.js'

interface Line {
  id: string
  type: string
  deleted?: true
  updated?: string
  reason?: string
  title?: string
  payload?: Record<string, unknown>
}

export interface Ledger {
  /** The newest line of each Id. */
  newest: Map<string, Line>
  lines: number
  /** Lines that say again what the newest line of their Id said, though nothing had to be read again. */
  repeats: string[]
  /** Takes a line, in a file of the run with this id. */
  take(text: string, run?: string): void
  /** Every record, or the one named, may be written again by runs whose id is not below this one. */
  allowAgain(run: string, id?: string): void
  /** Takes what a process wrote; a last line without its end was cut by a kill and does not count. */
  takeStream(stream: Readable): Promise<void>
}

export function openLedger(): Ledger {
  const last = new Map<string, { text: string; run: string }>()
  const rereads: { run: string; id: string | undefined }[] = []
  const isAllowed = (of: string, from: string, to: string) =>
    rereads.some(({ run, id = of }) => id === of && run > from && run <= to)
  const ledger: Ledger = {
    newest: new Map(),
    lines: 0,
    repeats: [],
    allowAgain: (run, id) => void rereads.push({ run, id }),
    take: (text, run = '') => {
      const line = JSON.parse(text) as Line
      const before = last.get(line.id)
      ledger.lines += 1
      // Directories are all written again where their set changes.
      const isAgain = before?.text === text && line.type !== 'folder'
      if (isAgain && !isAllowed(line.id, before.run, run)) ledger.repeats.push(`${line.id} of ${before.run} in ${run}`)
      last.set(line.id, { text, run })
      ledger.newest.set(line.id, line)
    },
    takeStream: async (stream) => {
      let rest = ''
      for await (const chunk of stream.setEncoding('utf8')) {
        const lines = (rest + String(chunk)).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) ledger.take(line)
      }
    },
  }
  return ledger
}

/** Reads every NDJSON file below a folder, in the order of runs and parts. */
export async function readFolder(folder: string, ledger: Ledger): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ndjson'))
  const inOrder = files
    .filter((name) => !name.split(path.sep).includes('.sf-extract'))
    .toSorted((a, b) => path.basename(a).localeCompare(path.basename(b), 'en', { numeric: true }))
  for (const file of inOrder) {
    for await (const line of createInterface({ input: createReadStream(path.join(folder, file), 'utf8') }))
      ledger.take(line, path.basename(file).replace(/-\d+\.ndjson$/, ''))
  }
}

/** The Ids of the tombstones in the files below a folder, staged ones too, but for the files that are known. */
export async function newTombstones(folder: string, known: Set<string>): Promise<Set<string>> {
  const ids = new Set<string>()
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(ndjson|part)$/.test(name),
  )
  for (const file of files.filter((name) => !known.has(name))) {
    known.add(file)
    for await (const line of createInterface({ input: createReadStream(path.join(folder, file), 'utf8') })) {
      if (line.includes('"deleted":true') && line.endsWith('}')) ids.add((JSON.parse(line) as Line).id)
    }
  }
  return ids
}

/**
 * What the newest lines and the org don't agree on. Both must have the same live records of the scope, with the same
 * stamp and children.
 */
export function compareWithOrg({ newest }: Ledger, store: Store, scope = wholeScope): string[] {
  const differences: string[] = []
  for (const object of wholeScope.objects) {
    for (const record of store.rows(object)) {
      const line = newest.get(record.id)
      if (record.isDeleted || !isInScope(record, scope)) {
        const why = record.isDeleted ? 'is deleted' : 'is out of scope'
        if (line !== undefined && !line.deleted)
          differences.push(`${object} ${record.id} ${why}, but its document stands`)
      } else if (line === undefined) differences.push(`${object} ${record.id} was never written`)
      else if (line.deleted) differences.push(`${object} ${record.id} lives, but its tombstone stands`)
      else differences.push(...compareRecord(record, line, { store, scope }))
    }
  }
  return differences
}

function compareRecord(
  record: StoredRecord,
  line: Line,
  { store, scope }: { store: Store; scope: SoakScope },
): string[] {
  const stamp = new Date(record.lastModifiedAt).toISOString()
  const differences: string[] = []
  if (line.updated !== stamp)
    differences.push(`${record.sobject} ${record.id} is of ${stamp}, its document of ${line.updated}`)
  if (record.sobject !== 'Case' || !scope.children) return differences
  for (const [child, relationship] of Object.entries({ CaseComment: 'CaseComments', CaseFeed: 'Feeds' })) {
    const inOrg = liveIds(store.childRows(child, 'ParentId', record.id))
    const inDocument = idsIn(line.payload?.[relationship])
    if (inOrg.join() !== inDocument.join()) {
      differences.push(`Case ${record.id} has ${inOrg.length} ${relationship}, its document ${inDocument.length}`)
    }
  }
  return differences
}

function liveIds(rows: StoredRecord[]): string[] {
  return rows
    .filter((row) => !row.isDeleted)
    .map((row) => row.id)
    .toSorted()
}

function idsIn(list: unknown): string[] {
  const records = Array.isArray(list) ? list : ((list as { records?: unknown[] } | null)?.records ?? [])
  return records.map((record) => (record as { Id: string }).Id).toSorted()
}
