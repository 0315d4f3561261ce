import { cp, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { runOnOddDisk } from '../support/odd-disk.js'
import { loadOutput } from '../support/output-files.js'
import { indexOf, recordIds, tombstones } from '../support/written.js'

const points = ['staged', 'moved'] as const

describe('a commit into a folder that was cut short', unhurried, () => {
  test.each(points)('%s: is finished by the next run into it, whatever went elsewhere meanwhile', async (point) => {
    const { journey, id } = await openCut(point)
    for (const place of [['--output', 'b'], []])
      expect(recordIds((await journey.sync(...place)).documents)).toContain(id)
    insertAccount(journey)
    for (const place of [['--output', 'b'], []]) await journey.sync(...place)
    await journey.sync('--output', 'a')
    const documents = await outputOf(journey, 'a')
    expect(recordIds(documents).toSorted()).toEqual(livingAccounts(journey))
    expect((await journey.sync('--output', 'a')).documents).toEqual([])
    expect((await journey.sync('--output', 'b')).documents).toEqual([])
  })

  test.each(points)('%s: is finished by the reset of another object', async (point) => {
    const { journey } = await openCut(point)
    expect((await journey.run('reset', '--yes', '--object', 'Lead')).code).toBe(0)
    await journey.sync('--output', 'a')
    expect(recordIds(await outputOf(journey, 'a')).toSorted()).toEqual(livingAccounts(journey))
  })

  test.each(points.flatMap((point) => [[point, 'there'] as const, [point, 'away'] as const]))(
    '%s: is reset while its folder is %s: what is deleted since does not stand in it',
    async (point, place) => {
      const { journey, id } = await openCut(point)
      await (place === 'away' ? runAway(journey, 'reset', '--yes') : journey.run('reset', '--yes'))
      journey.sandbox.store.delete(id)
      journey.pass(60)
      await journey.sync('--output', 'a')
      expect(standing(await outputOf(journey, 'a'))).toEqual(livingAccounts(journey))
      expect((await journey.sync('--output', 'a')).documents).toEqual([])
    },
  )

  test('moved: is reset while its folder is away: what has left the recycle bin since is found by --reconcile', async () => {
    const { journey, id } = await openCut('moved')
    await runAway(journey, 'reset', '--yes')
    journey.sandbox.store.delete(id)
    journey.sandbox.store.purge(id)
    const { documents } = await journey.sync('--output', 'a', '--reconcile')
    expect(tombstones(documents).map((each) => each.id)).toEqual([id])
  })

  test.each([
    ['was copied with it', 'copy', async (folder: string) => cp(`${folder}/a`, `${folder}/copy`, { recursive: true })],
    ['lost its mark', 'a', async (folder: string) => rm(`${folder}/a/.sf-extract/marks`, { recursive: true })],
  ])('staged: is dropped where the folder %s: all of it is read anew, and comes once', async (_what, output, lose) => {
    const { journey, id } = await openCut('staged')
    await lose(journey.folder)
    await journey.sync('--output', output)
    expect(recordIds(await outputOf(journey, output)).filter((each) => each === id)).toHaveLength(1)
    expect((await journey.sync('--output', output)).documents).toEqual([])
  })
})

describe('a commit into a folder', unhurried, () => {
  test.each(['the part is gone', 'the part has shrunk'] as const)(
    'fails where %s, and the next run writes it once',
    async (oddity) => {
      const journey = await openAccounts()
      const failed = await runOnOddDisk(journey, oddity, '--output', 'a')
      expect(failed.code).toBe(1)
      expect(failed.stderr).toMatch(/OUTPUT_FAILED: The part .*\.part should have \d+ bytes/)
      expect(failed.stderr).toContain('Run again: nothing was lost')
      expect(await outputOf(journey, 'a')).toEqual([])
      await journey.sync('--output', 'a')
      expect(recordIds(await outputOf(journey, 'a')).toSorted()).toEqual(livingAccounts(journey))
    },
  )
})

describe('a commit of a held run that was cut short', unhurried, () => {
  test.each(points.flatMap((point) => ['commit', 'rollback', 'status'].map((settle) => [point, settle] as const)))(
    '%s: then %s while its folder is away: the folder has each document once',
    async (point, settle) => {
      const { journey } = await openCut(point, '--hold')
      await runAway(journey, settle)
      await journey.sync('--output', 'a')
      expect(recordIds(await outputOf(journey, 'a')).toSorted()).toEqual(livingAccounts(journey))
      expect((await journey.sync('--output', 'a')).documents).toEqual([])
    },
  )
})

const deaths = { staged: 'killed before the part is moved', moved: 'killed after the part is moved' } as const

/** Two accounts are in folder `a`; the run that was to write a third, which has the Id given, was cut short. */
async function openCut(point: 'staged' | 'moved', ...args: string[]): Promise<{ journey: Journey; id: string }> {
  const journey = await openAccounts()
  await journey.sync('--output', 'a')
  const id = insertAccount(journey)
  expect(await runOnOddDisk(journey, deaths[point], '--output', 'a', ...args)).toMatchObject({ isKilled: true })
  return { journey, id }
}

async function openAccounts(): Promise<Journey> {
  const settings = 'standard_objects_to_sync: [Account, Lead]\nchildren: false\n'
  const journey = await openJourney({ settings })
  for (let n = 0; n < 2; n++) insertAccount(journey)
  return journey
}

/** Runs a command while folder `a` is not there. */
async function runAway({ folder, run }: Journey, ...args: string[]): Promise<void> {
  await rename(path.join(folder, 'a'), path.join(folder, 'away'))
  expect((await run(...args)).code).toBe(0)
  await rename(path.join(folder, 'away'), path.join(folder, 'a'))
}

function insertAccount({ sandbox }: Journey): string {
  return sandbox.store.insert('Account', { Name: 'Acme' }).id
}

function outputOf({ folder }: Journey, name: string) {
  return loadOutput(path.join(folder, name))
}

function standing(documents: Awaited<ReturnType<typeof outputOf>>): string[] {
  return recordIds([...indexOf(documents).values()]).toSorted()
}

function livingAccounts({ sandbox }: Journey): string[] {
  return [...sandbox.store.rows('Account')].flatMap(({ id, isDeleted }) => (isDeleted ? [] : [id])).toSorted()
}
