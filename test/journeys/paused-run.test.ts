import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.js'
import { onAnswer, openJourney, unhurried, type Journey } from '../support/journey.js'
import { loadOutput } from '../support/output-files.js'
import { callCli } from '../support/call-cli.js'
import { openState } from '../support/open-state.js'
import { silenceLockFolder, storesUnderTest } from '../support/stores/store-places.js'
import { recordIds } from '../support/written.js'

const settings = 'standard_objects_to_sync: [Lead]\nchildren: false\n'

describe.each(storesUnderTest)('a state on $name', { ...unhurried }, ({ isMissing, start }) => {
  test.skipIf(isMissing)('takes nothing of a run that stood still while another took over', async () => {
    const server = await start()
    try {
      const { address, silence } = await server.open()
      const journey = await openJourney({ settings })
      journey.env['SF_EXTRACT_STATE'] = address
      for (let n = 0; n < 900; n++) journey.sandbox.store.insert('Lead', { LastName: 'Lee', Company: 'Acme' })
      const first = journey.start('sync', '--output', 'documents')
      await stopAfterPages(2, journey, () => first.child.kill('SIGSTOP'))
      const ended = { code: 0, stderr: expect.stringContaining(': done, ') as string }
      expect(await syncHere(journey)).toMatchObject({ code: 7 })

      // Its lock on the state, and that on the folder, have not been heard of for a minute.
      await silence('salesforce', 61_000)
      await silenceLockFolder(path.join(journey.folder, 'documents/.sf-extract/folder'), 'salesforce', 61_000)
      expect(await syncHere(journey)).toMatchObject(ended)
      const kept = await loadAll(address)
      first.child.kill('SIGCONT')
      const { code, stderr } = await first.ended
      expect({ code, stderr }).toMatchObject({ code: 7, stderr: expect.stringContaining('lost its lock') as string })
      expect(await loadAll(address)).toEqual(kept)

      journey.sandbox.store.insert('Lead', { LastName: 'Late', Company: 'Acme' })
      expect(await syncHere(journey)).toMatchObject({ code: 0, stderr: expect.stringContaining('1 written') as string })
      const written = recordIds(await loadOutput(path.join(journey.folder, 'documents')))
      expect(written).toHaveLength(901)
      expect(new Set(written).size).toBe(901)
    } finally {
      await server.close()
    }
  })
})

/** Calls back when so many pages of records have been asked for. */
function stopAfterPages(count: number, { sandbox }: Journey, stop: () => void): Promise<void> {
  let seen = 0
  return new Promise((resolve) => {
    onAnswer(sandbox, ({ url, soql }) => {
      const isPage = url.includes('/query') && (soql === undefined || soql.includes(' FROM Lead'))
      if (!isPage || ++seen !== count) return
      stop()
      resolve()
    })
  })
}

function syncHere({ sandbox, folder, env }: Journey) {
  sandbox.clock.advance(1000)
  return callCli(['sync', '--output', 'documents'], { cwd: folder, env })
}

async function loadAll(address: string): Promise<Record<string, unknown>> {
  const state = await openState(address, { clock: systemClock })
  const values: Record<string, unknown> = {}
  for (const key of (await state.keys('')).toSorted()) values[key] = await state.read(key)
  await state.close()
  return values
}
