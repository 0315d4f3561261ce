import type { Sandbox } from '../../src/sandbox/sandbox.js'
import { invoiceSchema } from '../../src/sandbox/schema/objects/invoice.js'
import { printMeasured } from './measure.js'
import { withOrg } from './with-org.js'

const object = 'Parcel__c'
const sync = ['sync', '--output', 'documents', '--quiet']

/** A poll that meets `count` records in the recycle bin: all written before, none written, and from before the first run. */
export async function measureTombstones(count: number): Promise<void> {
  await withOrg({ records: 0 }, [object], async (org, cwd) => {
    addParcels(org)
    const ids = insert(org, count)
    org.clock.advance(3_600_000)
    await printMeasured(`first load of ${count}`, sync, { cwd })
    remove(org, ids)
    await printMeasured(`${count} tombstones, known`, sync, { cwd })
    await printMeasured('the same again', sync, { cwd })
    remove(org, insert(org, count))
    await printMeasured(`${count} tombstones, unknown`, sync, { cwd })
  })
  await withOrg({ records: 0 }, [object], async (org, cwd) => {
    addParcels(org)
    remove(org, insert(org, count))
    await printMeasured(`first load, ${count} in the bin`, sync, { cwd })
    await printMeasured(`${count} in the bin from before`, sync, { cwd })
  })
}

function addParcels(org: Sandbox): void {
  const schema = invoiceSchema()
  const fields = schema.fields.filter(({ name }) => !name.endsWith('__c'))
  org.store.addObject({ ...schema, name: object, label: 'Parcel', keyPrefix: 'a0P', fields, children: [] })
}

function insert(org: Sandbox, count: number): string[] {
  return Array.from({ length: count }, () => org.store.insert(object, {}).id)
}

/** All in one second, as by a job. */
function remove(org: Sandbox, ids: string[]): void {
  for (const id of ids) org.store.delete(id)
  org.clock.advance(61_000)
}
