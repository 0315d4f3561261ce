import type { ChildSchema, FieldSchema, ObjectSchema, Store } from '../terms.js'
import { completeSchema } from './complete-schema.js'
import { findField } from './find-field.js'

/** The sObjects of the org as they are now. Names are matched without regard to case. */
export interface Registry {
  /** What the run-as user sees. */
  shown(): ObjectSchema[]
  find(name: string): ObjectSchema | undefined
  /** Hidden ones too; throws where there is none. */
  get(name: string): ObjectSchema
  /** The names of the sObjects whose Ids begin with this key prefix. */
  namesOf(keyPrefix: string): readonly string[]
  addField: Store['addField']
  removeField: Store['removeField']
  addObject: Store['addObject']
  setObject: Store['setObject']
}

/** Every change sets `changedAt` to `now()`. */
export function openRegistry(schemas: readonly ObjectSchema[], now: () => number): Registry {
  const all = new Map(schemas.map((schema) => [key(schema.name), schema]))
  const hidden = new Set<string>()
  let shown = showing(all, hidden)
  const put = (schema: ObjectSchema) => {
    all.set(key(schema.name), { ...schema, changedAt: now() })
    shown = showing(all, hidden)
  }
  const get = (name: string) => {
    const schema = all.get(key(name))
    if (!schema) throw new Error(`The org has no sObject ${name}`)
    return schema
  }
  let byPrefix = prefixesOf(all)
  return {
    shown: () => [...shown.values()],
    find: (name) => shown.get(key(name)),
    get,
    namesOf: (keyPrefix) => byPrefix.get(keyPrefix) ?? [],
    addField: (sobject, field) => {
      put({ ...get(sobject), fields: [...without(get(sobject), field.name), field] })
      parentsGaining(all, get(sobject).name, field).forEach(put)
    },
    removeField: (sobject, name) => {
      const schema = get(sobject)
      const gone = findField(schema, name)
      if (!gone) throw new Error(`No such column '${name}' on sobject of type ${schema.name}`)
      put({ ...schema, fields: without(schema, name) })
      parentsLosing(all, schema.name, gone).forEach(put)
    },
    addObject: (schema) => {
      const owner = byPrefix.get(schema.keyPrefix ?? '')?.find((name) => key(name) !== key(schema.name))
      if (owner !== undefined) {
        throw new Error(`The key prefix ${schema.keyPrefix} is that of ${owner}`)
      }
      put(completeSchema(schema))
      for (const field of get(schema.name).fields) parentsGaining(all, schema.name, field).forEach(put)
      byPrefix = prefixesOf(all)
    },
    setObject: (sobject, changes) => {
      if (!('hidden' in changes)) return put({ ...get(sobject), ...changes })
      if (changes.hidden) hidden.add(key(sobject))
      else hidden.delete(key(sobject))
      for (const parent of all.values()) if (parent.children.some(isOf(sobject))) put(parent)
      put(get(sobject))
    },
  }
}

/**
 * What a user who can't read the hidden sObjects sees: those are missing, and so are the child lists that hold them.
 */
function showing(all: Map<string, ObjectSchema>, hidden: Set<string>): Map<string, ObjectSchema> {
  if (hidden.size === 0) return new Map(all)
  const visible = [...all].filter(([name]) => !hidden.has(name))
  return new Map(
    visible.map(([name, schema]) => [
      name,
      { ...schema, children: schema.children.filter(({ childSObject }) => !hidden.has(key(childSObject))) },
    ]),
  )
}

/** The parents of a new reference list it, without a name for subqueries. */
function parentsGaining(all: Map<string, ObjectSchema>, sobject: string, field: FieldSchema): ObjectSchema[] {
  const child = { relationshipName: null, childSObject: sobject, field: field.name }
  return parentsOf(all, field)
    .filter(({ children }) => !children.some(isHeldBy(sobject, field)))
    .map((parent) => ({ ...parent, children: [...parent.children, child] }))
}

/** Without the reference its parents have no list of children either. */
function parentsLosing(all: Map<string, ObjectSchema>, sobject: string, field: FieldSchema): ObjectSchema[] {
  const isGone = isHeldBy(sobject, field)
  return parentsOf(all, field).map((parent) => ({
    ...parent,
    children: parent.children.filter((child) => !isGone(child)),
  }))
}

function parentsOf(all: Map<string, ObjectSchema>, field: FieldSchema): ObjectSchema[] {
  return (field.referenceTo ?? []).flatMap((parent) => all.get(key(parent)) ?? [])
}

function isHeldBy(sobject: string, field: FieldSchema): (child: ChildSchema) => boolean {
  return (child) => isOf(sobject)(child) && child.field === field.name
}

function prefixesOf(all: Map<string, ObjectSchema>): Map<string, string[]> {
  const prefixes = new Map<string, string[]>()
  for (const { keyPrefix, idPrefix, name } of all.values()) {
    const prefix = keyPrefix ?? idPrefix
    if (prefix) prefixes.set(prefix, [...(prefixes.get(prefix) ?? []), name])
  }
  return prefixes
}

function isOf(sobject: string): (child: ChildSchema) => boolean {
  return ({ childSObject }) => key(childSObject) === key(sobject)
}

function without(schema: ObjectSchema, field: string): FieldSchema[] {
  return schema.fields.filter(({ name }) => key(name) !== key(field))
}

function key(name: string): string {
  return name.toLowerCase()
}
