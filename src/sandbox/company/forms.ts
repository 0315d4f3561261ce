import type { Store } from '../terms.js'

type Values = Record<string, unknown>

/** The store as people use it whose forms have no place for a field the org has lost: its values are passed over. */
export function openForms(store: Store): Store {
  const known = (sobject: string, values: Values): Values => {
    const fields = store.object(sobject)?.fields
    if (fields === undefined) return values
    const names = new Set(fields.map(({ name }) => name))
    return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)))
  }
  return {
    ...store,
    insert: (sobject, values, options) => store.insert(sobject, known(sobject, values), options),
    update: (id, values, options) => store.update(id, known(store.record(id)?.sobject ?? '', values), options),
  }
}
