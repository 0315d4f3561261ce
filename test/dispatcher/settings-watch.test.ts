import { mkdir, rename, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { onTestFinished, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.js'
import { watchFile } from '../../src/dispatcher/settings-watch.js'
import { makeTempFolder } from '../support/temp-folder.js'

/** A file that is watched, and when it was next told to have changed. */
async function openWatched(write: (folder: string) => Promise<void>) {
  const folder = await makeTempFolder()
  await write(folder)
  const heard: (() => void)[] = []
  let changes = 0
  const soon = { ...systemClock, sleep: (_ms: number, signal?: AbortSignal) => systemClock.sleep(20, signal) }
  const watch = watchFile(path.join(folder, 'coco.yml'), soon, () => {
    changes += 1
    for (const hear of heard.splice(0)) hear()
  })
  onTestFinished(() => watch.close())
  const changed = () => new Promise<void>((resolve) => heard.push(resolve))
  return { folder, changed, watch, changes: () => changes }
}

const put = (text: string) => (folder: string) => writeFile(path.join(folder, 'coco.yml'), text)

test('a file that is written anew has changed, and one that says the same has not', async () => {
  const { folder, changed, changes } = await openWatched(put('one'))
  const first = changed()
  await put('two')(folder)
  await first
  await put('two')(folder)
  await writeFile(path.join(folder, 'other.yml'), 'three')
  await systemClock.sleep(100)
  expect(changes()).toBe(1)
})

test('an editor may put another file in its place', async () => {
  const { folder, changed, changes } = await openWatched(put('one'))
  const first = changed()
  await writeFile(path.join(folder, 'coco.yml.swp'), 'two')
  await rename(path.join(folder, 'coco.yml.swp'), path.join(folder, 'coco.yml'))
  await first
  const second = changed()
  await writeFile(path.join(folder, 'coco.yml.swp'), 'three')
  await rename(path.join(folder, 'coco.yml.swp'), path.join(folder, 'coco.yml'))
  await second
  expect(changes()).toBe(2)
})

test('so may Kubernetes, which turns a link to a folder round', async () => {
  const { folder, changed, changes } = await openWatched(async (place) => {
    await version(place, '..1')
    await symlink('..data/coco.yml', path.join(place, 'coco.yml'))
  })
  const first = changed()
  await version(folder, '..2')
  await first
  expect(changes()).toBe(1)
})

test('nothing is told any more when it is closed, and a folder that is not there is left alone', async () => {
  const { folder, watch, changes } = await openWatched(put('one'))
  watch.close()
  await put('two')(folder)
  watchFile(path.join(folder, 'nowhere', 'coco.yml'), systemClock, () => undefined).close()
  await systemClock.sleep(100)
  expect(changes()).toBe(0)
})

/** Puts a folder with the file into a folder, and turns the link to it round. */
async function version(folder: string, name: string): Promise<void> {
  await mkdir(path.join(folder, name))
  await writeFile(path.join(folder, name, 'coco.yml'), name)
  await symlink(name, path.join(folder, '..next'))
  await rename(path.join(folder, '..next'), path.join(folder, '..data'))
}
