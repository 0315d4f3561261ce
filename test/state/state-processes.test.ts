import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock.js'
import { openState } from '../support/open-state.js'
import { startProgram } from '../support/child-program.js'
import { openRandom } from '../support/seeded-random.js'
import { makeTempFolder } from '../support/temp-folder.js'

const program = new URL('programs/write-state.ts', import.meta.url)

// Starting a process takes seconds on a busy machine.
describe('the state in a folder', { timeout: 120_000 }, () => {
  it('takes the writes of two processes, and is whole whenever it is read', async () => {
    const address = `file:${await makeTempFolder()}`
    const state = await openState(address, { clock: systemClock })
    const writers = ['a', 'b'].map((name) => startProgram(program, address, name, '60'))
    const ended = Promise.all(writers.map((writer) => writer.ended))
    const nothingYet = { n: 0, filler: '' }
    let reads = 0
    for (let isOver = false; !isOver; reads++) {
      isOver = await Promise.race([ended.then(() => true), wait(1, false)])
      const { n, filler } = ((await state.read('shared')) as typeof nothingYet | undefined) ?? nothingYet
      expect(filler).toHaveLength((n % 7) * 3000)
    }
    expect(await ended).toEqual([0, 0])
    expect(reads).toBeGreaterThan(20)
    expect([await state.read('a:second'), await state.read('b:second')]).toMatchObject([{ n: 60 }, { n: 60 }])
    expect((await state.keys('')).toSorted()).toEqual([...keysOf('a'), ...keysOf('b'), 'shared'])
  })

  it('has every write that was answered, and a prefix of the one under way, after kill -9 at any moment', async () => {
    const random = openRandom(20_260_105)
    const address = `file:${await makeTempFolder()}`
    const state = await openState(address, { clock: systemClock })
    for (let kill = 0; kill < 5; kill++) {
      const writer = startProgram(program, address, 'a', '1000000')
      await writer.printed('ready')
      await wait(random() * 120)
      writer.child.kill('SIGKILL')
      expect(await writer.ended).toBe('SIGKILL')
      const answered = Number(writer.lines.at(-1)?.replace('wrote ', '')) || 0
      const values = (await Promise.all(keysOf('a').map((key) => state.read(key)))) as ({ n: number } | undefined)[]
      const [first = 0, second = 0, third = 0] = values.map((value) => value?.n)
      expect(third).toBeGreaterThanOrEqual(answered)
      expect(first - third).toBeLessThanOrEqual(1)
      expect([first, second, third]).toEqual([first, second, third].toSorted((a, b) => b - a))
    }
  })
})

function keysOf(name: string): string[] {
  return [`${name}:first`, `${name}:second`, `${name}:third`]
}
