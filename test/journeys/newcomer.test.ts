import { rm } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.js'
import type { Store } from '../../src/sandbox/terms.js'
import { onAnswer, openJourney, unhurried, type Journey } from '../support/journey.js'
import { loadOutput } from '../support/output-files.js'
import { indexOf } from '../support/written.js'

/** What the rc file says, as it grows. */
const first = 'standard_objects_to_sync: [Account, Contact]\n'
const withProjects = `${first}sync_custom_objects: true\ncustom_objects_to_sync: [project]\n`
const withTier = `${withProjects}objects: { Account: { fields: [Name, Rating, Tier__c] } }\n`
const withProfile = `${withProjects}objects: { Account: { add_fields: [Site, Owner.Profile.Name] } }\n`
const withWhere = `${withProjects}objects: { Account: { where: "Rating = 'Hot'" } }\n`

test(
  "a newcomer's two hours: each step ends in the right data, or in a sentence that says what to do",
  unhurried,
  async () => {
    const journey = await openJourney({ ownProcesses: false, records: 400 })
    const { store } = journey.sandbox

    await journey.configure('standard_object_to_sync: [Account, Contact]\n')
    expect(await journey.run('sync', '--output', 'documents')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean "standard_objects_to_sync"?') as string,
    })
    await journey.configure(first)
    expect(await journey.run('check')).toMatchObject({ code: 0 })
    await syncAll(journey)
    await expectFolder(journey, (sobject) => ['Account', 'Contact'].includes(sobject))

    await journey.configure(`${first}sync_custom_objects: true\ncustom_objects_to_sync: [Projekt__c]\n`)
    for (const command of ['check', 'sync']) {
      const { code, stdout, stderr } = await journey.run(command)
      expect({ code, told: stdout + stderr }).toEqual({
        code: 2,
        told: expect.stringContaining('did you mean "Project__c"?'),
      })
    }
    await journey.configure(withProjects)
    await syncAll(journey)
    await expectFolder(journey, (sobject) => ['Account', 'Contact', 'Project__c'].includes(sobject))

    store.addField('Account', { name: 'Tier__c', label: 'Tier', type: 'string', length: 20, custom: true })
    const [tiered] = [...store.rows('Account')]
    store.update(tiered!.id, { Tier__c: 'Gold' })
    await journey.configure(withTier)
    await syncAll(journey)
    expect((await loadIndex(journey)).get(tiered!.id)).toMatchObject({
      payload: { Rating: tiered!.values['Rating'], Tier__c: 'Gold' },
    })

    await journey.configure(withProfile)
    await syncAll(journey)
    const owned = await loadIndex(journey)
    expect(owned.get(tiered!.id)).toMatchObject({
      payload: { Owner: { Profile: { Name: expect.stringMatching(/Standard User|System Admin|Minimum/) as string } } },
    })

    await journey.configure(withWhere.replace('Rating =', 'Ratign ='))
    const misspelt = await journey.run('sync', '--output', 'documents')
    expect(misspelt).toMatchObject({ code: 4, stderr: expect.stringContaining('Ratign') as string })
    expect(misspelt.stderr).toContain('objects.Account.where')
    await journey.configure(withWhere)
    expect((await journey.run('plan', '--output', 'documents')).stdout).toContain('Its where changed')
    await syncAll(journey)
    await expectFolder(journey, inScope)

    await rm(path.join(journey.folder, 'documents'), { recursive: true })
    expect((await syncAll(journey)).stderr).toContain('has been emptied')
    await expectFolder(journey, inScope)

    for (const [at, { id }] of [...store.rows('Account')].entries()) store.update(id, { Description: `${at}` })
    const interrupted = await interruptFull(journey)
    expect(interrupted).toMatchObject({ code: 130, stderr: expect.stringContaining('INTERRUPTED') as string })
    const rest = await syncAll(journey)
    expect(rest.documents.map(({ type }) => type)).toContain('Project__c')
    await expectFolder(journey, inScope)

    await journey.configure(`${first}objects: { Contact: { fields: [Nmae, Email] } }\n`)
    const unknown = await journey.run('check')
    expect(unknown).toMatchObject({ code: 4, stdout: expect.stringMatching(/Nmae.*did you mean "Name"/) as string })
    await journey.configure(withWhere)

    const fresh = await refresh(journey)
    expect(await journey.run('sync', '--output', 'documents')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/ORG_CHANGED[\s\S]*--full/) as string,
    })
    await syncAll(journey, '--full')
    await expectFolder(journey, inScope, fresh)
    expect((await syncAll(journey)).documents).toEqual([])
  },
)

function inScope(sobject: string, values: Record<string, unknown>): boolean {
  return ['Contact', 'Project__c'].includes(sobject) || (sobject === 'Account' && values['Rating'] === 'Hot')
}

async function syncAll(journey: Journey, ...args: string[]) {
  journey.pass(60)
  const end = await journey.sync('--output', 'documents', ...args)
  expect(end).toMatchObject({ code: 0, report: { outcome: 'done' } })
  return end
}

/** Ctrl-C when the accounts of a full run are on their way. */
async function interruptFull(journey: Journey) {
  const { faults } = journey.sandbox
  faults.add({ name: 'slow', ms: 300, path: '/composite' })
  const run = journey.start('sync', '--output', 'documents', '--full', '--concurrency', '1')
  // A second signal would end the run at once, without a word.
  let isSent = false
  onAnswer(journey.sandbox, ({ soql }) => {
    if (!isSent && soql?.includes('FROM Account') === true) isSent = run.child.kill('SIGINT')
  })
  const end = await run.ended
  faults.remove()
  return end
}

/** Another org, with other records, at the same address. */
async function refresh({ sandbox }: Journey): Promise<Store> {
  const port = Number(new URL(sandbox.url).port)
  await sandbox.close()
  const fresh = await startSandbox({ port, records: 200, seed: 2 })
  onTestFinished(() => fresh.close())
  fresh.clock.advance(3_600_000)
  return fresh.store
}

/** What an index holds that took the folder's documents in their order. */
async function loadIndex({ folder }: Pick<Journey, 'folder'>) {
  return indexOf(await loadOutput(path.join(folder, 'documents')))
}

/** What the folder comes to is every live record that is in scope, in its version of now. */
async function expectFolder(
  { folder, sandbox }: Journey,
  isInScope: (sobject: string, values: Record<string, unknown>) => boolean,
  store = sandbox.store,
): Promise<void> {
  const held = [...(await loadIndex({ folder })).values()].flatMap((document) =>
    'updated' in document ? [`${document.id} ${document.updated}`] : [],
  )
  const records = ['Account', 'Contact', 'Project__c'].flatMap((object) => [...store.rows(object)])
  const wanted = records
    .filter(({ sobject, values, isDeleted }) => !isDeleted && isInScope(sobject, values))
    .map(({ id, lastModifiedAt }) => `${id} ${new Date(lastModifiedAt).toISOString()}`)
  expect(wanted.length).toBeGreaterThan(0)
  expect(held.toSorted()).toEqual(wanted.toSorted())
}
