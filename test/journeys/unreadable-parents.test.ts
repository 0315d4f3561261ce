import { describe, expect, test } from 'vitest'
import type { Sandbox } from '../../src/sandbox/sandbox.js'
import { openJourney, unhurried } from '../support/journey.js'
import { recordIds, records } from '../support/written.js'

/** How cases become unreadable for a while, and how that ends. */
const ways: [string, (sandbox: Sandbox) => void, (sandbox: Sandbox) => void][] = [
  [
    'is hidden',
    ({ store }) => store.setObject('Case', { hidden: true }),
    ({ store }) => store.setObject('Case', { hidden: false }),
  ],
  [
    'can not be queried',
    ({ faults }) => faults.add({ name: 'object-403', object: 'Case' }),
    ({ faults }) => faults.remove(),
  ],
  [
    'can not be described',
    ({ faults }) => faults.add({ name: 'describe-500', object: 'Case' }),
    ({ faults }) => faults.remove(),
  ],
]

describe.each(ways)('while Case %s', unhurried, (_name, begin, end) => {
  test.each([[[]], [['--object', 'Account']]])(
    'a file put on one of its records is kept for later (%j)',
    async (scope) => {
      const settings = 'standard_objects_to_sync: [Account, Case]\n'
      const journey = await openJourney({ settings, ownProcesses: false })
      const { sandbox } = journey
      const { id } = sandbox.store.insert('Case', { Subject: 'Help' }, { at: sandbox.clock.now() - 86_400_000 })
      await journey.sync()
      begin(sandbox)
      const file = { Title: 'Offer', PathOnClient: 'offer.pdf', FirstPublishLocationId: id }
      sandbox.store.insert('ContentVersion', file, { blob: Buffer.from('%PDF') })
      expect(recordIds((await journey.sync(...scope)).documents, 'Case')).toEqual([])
      journey.pass(3600)
      expect(recordIds((await journey.sync(...scope)).documents, 'Case')).toEqual([])
      end(sandbox)
      journey.pass(3600)
      const { documents } = await journey.sync()
      expect(recordIds(documents)).toEqual([id])
      expect(JSON.stringify(records(documents))).toContain('Offer')
      expect((await journey.sync()).documents).toEqual([])
    },
  )
})
