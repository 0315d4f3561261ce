import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Sandbox } from '../../src/sandbox/sandbox.js'
import type { RunReport } from '../../src/terms.js'
import { bin, measure } from './measure.js'
import { withOrg } from './with-org.js'

const standard = ['Account', 'Opportunity', 'Contact', 'Lead', 'Campaign', 'Case']
const custom = ['Invoice__c', 'Project__c', 'Region__c', 'Parcel__c', 'Visit__c', 'Ticket__c']

const groups = { 'six standard': standard, 'and six custom': [...standard, ...custom] }

/** Calls and seconds of a first run, an unchanged one and one after three changes; each as a title and both figures. */
export async function measureCalls(): Promise<Record<string, { calls: number; seconds: number }>> {
  const found: Record<string, { calls: number; seconds: number }> = {}
  for (const latencyMs of [0, 200]) {
    for (const [title, objects] of Object.entries(groups)) {
      await withOrg({ records: 3000, latencyMs }, objects, async (org, cwd) => {
        for (const name of custom) addObject(org, name)
        for (const [run, before] of Object.entries(runs)) {
          before(org)
          org.clock.advance(3_600_000)
          const { wallSeconds, exitCode, stderr } = await measure(
            [bin, 'sync', '--output', 'out', '--report', 'r.json'],
            { cwd },
          )
          if (exitCode !== 0) throw new Error(stderr)
          const { calls } = JSON.parse(readFileSync(path.join(cwd, 'r.json'), 'utf8')) as RunReport
          const key = `${title} objects, ${latencyMs} ms: ${run}`
          found[key] = { calls, seconds: wallSeconds }
          console.log(`${key.padEnd(48)} ${String(calls).padStart(3)} calls  ${wallSeconds.toFixed(2)} s`)
        }
      })
    }
  }
  return found
}

const runs: Record<string, (org: Sandbox) => void> = {
  'first run': () => undefined,
  'unchanged run': () => undefined,
  'after three changes': ({ store }) => {
    store.update(first(store, 'Account'), { Description: 'Changed' })
    store.delete(first(store, 'Contact'))
    store.insert('CaseComment', { ParentId: first(store, 'Case'), CommentBody: 'New' })
  },
}

function first(store: Sandbox['store'], object: string): string {
  return [...store.rows(object)][0]!.id
}

function addObject({ store }: Sandbox, name: string): void {
  if (store.object(name) !== undefined) return
  const like = store.object('Region__c')!
  store.addObject({ ...like, name, label: name, keyPrefix: `a${custom.indexOf(name)}X`, children: [] })
  for (let row = 0; row < 200; row++) store.insert(name, { Name: `${name} ${row}` })
}
