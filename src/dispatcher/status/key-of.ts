import type { DatasourceSnapshot } from './snapshot.js'

/** Tells a datasource from others, and its destinations from one another. */
export function keyOf({ id, destination }: Pick<DatasourceSnapshot, 'id' | 'destination'>): string {
  return destination === undefined ? id : `${id} in ${destination}`
}
