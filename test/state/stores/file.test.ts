import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { openState } from '../../support/open-state.js'
import type { State } from '../../../src/state/state.js'
import { openStore } from '../../../src/state/stores/open-store.js'
import { describeState } from '../../contracts/state.contract.js'
import { acquireLock } from '../../support/acquire-lock.js'
import { openManualClock } from '../../support/manual-clock.js'
import { makeTempFolder } from '../../support/temp-folder.js'

const clock = openManualClock()
const accountFile = 'object.crm.+account.state.json'

describeState('a folder', async () => {
  const address = `file:${await makeTempFolder()}/state`
  return { state: await openState(address, { clock }), reopen: () => openState(address, { clock }) }
})

describe('the locks of a state in a folder', () => {
  it('are in that folder', async () => {
    const folder = await makeTempFolder()
    const { state, lock } = await openStore(`file:${folder}`, { clock })
    const held = await lock('crm')
    await expect(acquireLock(folder, 'crm', { clock })).rejects.toMatchObject({ code: 'LOCK_HELD' })
    await held.release()
    expect(await state.keys('')).toEqual([])
  })
})

describe('the state in a folder', () => {
  it("is its owner's alone", async () => {
    const folder = join(await makeTempFolder(), 'state')
    await writeAccount(await openState(`file:${folder}`, { clock }))
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect((await stat(join(folder, accountFile))).mode & 0o777).toBe(0o600)
  })

  it('has files that a person can read', async () => {
    const folder = await makeTempFolder()
    await writeAccount(await openState(`file:${folder}`, { clock }))
    expect(await readdir(folder)).toEqual([accountFile])
    const text = await readFile(join(folder, accountFile), 'utf8')
    expect(JSON.parse(text)).toEqual({
      key: 'object:crm:Account',
      value: { version: 1, crc32: 'd36ce4e7', value: { below: 'x' } },
    })
  })

  it('names the file that is torn and says what to do, instead of starting empty', async () => {
    const folder = await makeTempFolder()
    const state = await openState(`file:${folder}`, { clock })
    await writeAccount(state)
    for (const size of [20, 0]) {
      await truncate(join(folder, accountFile), size)
      await expect(state.read('object:crm:Account')).rejects.toMatchObject({
        code: 'STATE_BROKEN',
        message: expect.stringContaining(join(folder, accountFile)) as string,
        hint: expect.stringContaining('sf-extract state repair') as string,
      })
    }
  })

  it('refuses a file that holds another key, no value, or is no file', async () => {
    const folder = await makeTempFolder()
    const state = await openState(`file:${folder}`, { clock })
    await writeFile(join(folder, 'run.a.state.json'), '{"key":"run:other","value":1}')
    await writeFile(join(folder, 'run.b.state.json'), '{"key":"run:b"}')
    await writeFile(join(folder, 'run.c.state.json'), 'null')
    await mkdir(join(folder, 'run.d.state.json'))
    for (const key of ['run:a', 'run:b', 'run:c', 'run:d']) {
      await expect(state.read(key)).rejects.toMatchObject({ code: 'STATE_BROKEN' })
    }
  })

  it('says of a file that can not be opened to look at its rights, not to delete it', async () => {
    const folder = await makeTempFolder()
    const state = await openState(`file:${folder}`, { clock })
    await symlink(accountFile, join(folder, accountFile))
    await expect(state.read('object:crm:Account')).rejects.toMatchObject({
      code: 'STATE_BROKEN',
      message: expect.stringContaining(`${join(folder, accountFile)} can't be used: ELOOP`) as string,
      hint: expect.stringContaining('this user may read') as string,
    })
  })

  it('leaves files that are not its own out of its keys', async () => {
    const folder = await makeTempFolder()
    await writeFile(join(folder, 'token.json'), '{}')
    await mkdir(join(folder, 'locks'))
    expect(await (await openState(`file:${folder}`, { clock })).keys('')).toEqual([])
  })

  it('ignores what a crashed write left, and removes it once it is old', async () => {
    const folder = await makeTempFolder()
    for (const [name, ageSeconds] of [
      ['young', 60],
      ['old', 7200],
    ] as const) {
      const file = join(folder, `${accountFile}.${name}.tmp`)
      await writeFile(file, '{"key":')
      await utimes(file, clock.now() / 1000 - ageSeconds, clock.now() / 1000 - ageSeconds)
    }
    const state = await openState(`file:${folder}`, { clock })
    expect(await state.keys('')).toEqual([])
    expect(await readdir(folder)).toEqual([`${accountFile}.young.tmp`])
  })

  it('says when the folder can not be made or is none', async () => {
    const file = join(await makeTempFolder(), 'file')
    await writeFile(file, '')
    for (const folder of [file, join(file, 'below')]) {
      await expect(openState(`file:${folder}`, { clock })).rejects.toMatchObject({
        code: 'STATE_BROKEN',
        hint: expect.stringContaining('SF_EXTRACT_STATE') as string,
      })
    }
  })

  it.each([
    ['a pipe', async (folder: string) => `file:${await makePipe(folder)}`],
    ['below a pipe', async (folder: string) => `file:${await makePipe(folder)}/state`],
    ['below /proc', async () => 'file:/proc/sf-extract/state'],
    ['a device', async () => 'file:/dev/null'],
    ['a pipe for a database', async (folder: string) => `sqlite:${await makePipe(folder)}`],
  ])('refuses to be %s, without waiting', async (_what, address) => {
    const opening = openState(await address(await makeTempFolder()), { clock })
    await expect(opening).rejects.toMatchObject({ code: 'STATE_BROKEN' })
  })

  it('refuses a value that is a pipe, without waiting', async () => {
    const folder = await makeTempFolder()
    const state = await openState(`file:${folder}`, { clock })
    await makePipe(folder, accountFile)
    await expect(state.read('object:crm:Account')).rejects.toMatchObject({ code: 'STATE_BROKEN' })
  })

  it('says when a value can not be written, and leaves nothing beside it', async () => {
    const folder = await makeTempFolder()
    const state = await openState(`file:${folder}`, { clock })
    await mkdir(join(folder, accountFile))
    await expect(writeAccount(state)).rejects.toMatchObject({ code: 'STATE_BROKEN' })
    expect(await readdir(folder)).toEqual([accountFile])
  })
})

function writeAccount(state: State): Promise<void> {
  return state.write([{ key: 'object:crm:Account', value: { below: 'x' } }])
}

async function makePipe(folder: string, name = 'pipe'): Promise<string> {
  const path = join(folder, name)
  await promisify(execFile)('mkfifo', [path])
  return path
}
