import { expect, test } from 'vitest'
import { runFuzz } from '../support/fuzz.js'
import { unhurried } from '../support/journey.js'

// `npm run fuzz` is the long one: thousands of answers, another seed each time.
test(
  'whatever becomes of answers on the way, no run breaks, and the next healthy one puts all right',
  unhurried,
  async () => {
    const { mutated, faults } = await runFuzz({ seed: 20_260_107, answers: 25 })
    expect(faults).toEqual([])
    expect(mutated).toBeGreaterThanOrEqual(25)
  },
)
