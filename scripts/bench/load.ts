import { measure } from './measure.js'
import { withOrg } from './with-org.js'

const sync = ['sync', '--output', 'documents', '--quiet']

const objects = ['Account', 'Opportunity', 'Contact', 'Lead', 'Campaign', 'Case']

/** A first load of about `records` into files, an unchanged run, and --help. */
export async function measureLoad(records: number): Promise<void> {
  await withOrg({ records }, objects, async (_, cwd) => {
    await measure('first load, Account', { args: [...sync, '--object', 'Account'], cwd })
    for (let round = 0; round < 2; round++) await measure('unchanged run, all six', { args: sync, cwd })
    for (let round = 0; round < 3; round++) await measure('--help', { args: ['--help'], cwd })
  })
}
