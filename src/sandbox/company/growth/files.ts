import type { Random } from '../../random.js'
import type { Store, StoredRecord } from '../../terms.js'
import { pickPeople, type Owners } from '../people.js'
import { pickMoment } from '../words/dates.js'
import type { Pools } from './pools.js'

interface FileGrowth {
  pools: Pools
  owners: Owners
}

/** Adds `count` files like earlier ones, each with as many versions and links, on other records. They share the bytes. */
export function growFiles(store: Store, random: Random, count: number, { pools, owners }: FileGrowth): void {
  const models = [...store.rows('ContentDocument')].map(({ id }) => ({
    versions: store.childRows('ContentVersion', 'ContentDocumentId', id),
    links: store.childRows('ContentDocumentLink', 'ContentDocumentId', id),
  }))
  for (let n = 0; n < count && models.length > 0; n++) {
    const { versions, links } = random.pick(models)
    const [first, ...later] = versions
    if (first === undefined) continue
    const people = pickPeople(random, owners)
    const firstPlace = first.values['FirstPublishLocationId']
    const place = typeof firstPlace === 'string' ? pools.pickLike(random, firstPlace) : undefined
    const at = pickMoment(random, place?.createdAt ?? first.createdAt)
    const stored = addVersion(store, first, { ...people, FirstPublishLocationId: place?.id }, at)
    const ContentDocumentId = String(stored.values['ContentDocumentId'])
    for (const version of later) addVersion(store, version, { ...people, ContentDocumentId }, pickMoment(random, at))
    const taken = new Set([place?.id])
    for (const { values } of links) {
      // The org has made the links to the owner and to the first place itself.
      if (values['LinkedEntityId'] === firstPlace || values['LinkedEntityId'] === first.values['OwnerId']) continue
      const other = pools.pickLike(random, String(values['LinkedEntityId']))
      if (other === undefined || taken.has(other.id)) continue
      taken.add(other.id)
      const link = { ...values, ContentDocumentId, LinkedEntityId: other.id }
      store.insert('ContentDocumentLink', link, { at: pickMoment(random, Math.max(at, other.createdAt)) })
    }
  }
}

/** The same bytes under the same checksum, which is not worked out again. */
function addVersion(store: Store, model: StoredRecord, own: Record<string, unknown>, at: number): StoredRecord {
  const told = Object.fromEntries(TOLD.map((name) => [name, model.values[name]]))
  return store.insert('ContentVersion', { ...told, ...own }, { at, blob: store.blob(model.id) })
}

const TOLD = ['PathOnClient', 'ContentUrl', 'Checksum', 'ReasonForChange', 'Description']
