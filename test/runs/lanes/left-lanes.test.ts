import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '../../../src/clock.js'
import { compactFolder } from '../../../src/runs/compact/compact-folder.js'
import { lockFolder } from '../../../src/runs/destination.js'
import { lockOfLane } from '../../../src/sinks/files/lane-folders.js'
import { openLaneOrg } from '../../support/lane-org.js'
import { loadOutput } from '../../support/output-files.js'
import { documentLine, loadTexts, makeOutputFolder } from '../../support/output-folder.js'

const place = 'Standard Objects/Account'
const lane = '.sf-extract/lanes/crm/Account'

test('what a worker has staged holds back later files while it has its lock, and no longer', async () => {
  const folder = await makeOutputFolder({
    [`${place}/r1-00001.ndjson`]: [documentLine('1', 'old')],
    [`${place}/r3-00001.ndjson`]: [documentLine('1', 'new')],
  })
  await stage(folder, 'r2/1.part')
  const { release } = await lockFolder(folder, { name: 'crm/Account', key: lockOfLane(lane), clock: systemClock })
  const compact = () => compactFolder({ folder }, { clock: systemClock })
  expect(await compact()).toEqual([])
  expect(await readdir(join(folder, lane))).toEqual(['r2'])
  await release()
  expect(await compact()).toMatchObject([{ outcome: 'folded', files: [2, 1] }])
  expect(await loadTexts(folder)).toEqual({ [`${place}/r3-00001_current.ndjson`]: documentLine('1', 'new') })
  expect(await readdir(join(folder, '.sf-extract/lanes/crm'))).toEqual([])
})

test('a commit of a worker that was cut short stays as it is for a run, which knows whether it counts', async () => {
  const folder = await makeOutputFolder({
    [`${place}/r1-00001.ndjson`]: [documentLine('1', 'old')],
    [`${place}/r3-00001.ndjson`]: [documentLine('1', 'new')],
  })
  for (const name of ['r2/1.part', 'r2.manifest.json', 'r0/1.part']) await stage(folder, name)
  expect(await compactFolder({ folder }, { clock: systemClock })).toEqual([])
  expect((await readdir(join(folder, lane))).toSorted()).toEqual(['r2', 'r2.manifest.json'])
})

test('a commit that a worker was killed in is finished by the next poll, and the object read on by another worker', async () => {
  const org = await openLaneOrg({ SF_EXTRACT_PAGE_SIZE: '200' })
  for (let n = 0; n < 50; n++) org.sandbox.store.insert('Account', { Name: `A${n}` })
  org.sandbox.clock.advance(3600_000)
  await org.poll()
  const mortal = org.mortal.process({
    onWrite: (changes) => {
      if (changes.some(({ key }) => key.includes('lane-writer:'))) mortal.kill()
    },
  })
  await org.work({ store: mortal.store }).catch(() => undefined)
  const lanes = join(org.folder, '.sf-extract/lanes/salesforce')
  expect((await readdir(join(lanes, 'Account'))).filter((name) => name.endsWith('.manifest.json'))).toHaveLength(1)
  const written = (await loadOutput(org.folder)).filter(({ type }) => type === 'Account').length
  expect(await org.poll()).toMatchObject({ outcome: 'done', objects: [{ object: 'Account', outcome: 'handed' }, {}] })
  expect(await readdir(lanes)).toEqual([])
  const last = await org.work()
  expect([last.outcome, written + last.written]).toEqual(['done', 50])
  expect((await org.poll()).objects[0]).toMatchObject({ outcome: 'done' })
})

async function stage(folder: string, name: string): Promise<void> {
  const path = join(folder, lane, name)
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, '{}')
}
