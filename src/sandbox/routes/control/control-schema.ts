import { refuse } from '../../http/api-errors.js'
import type { FieldSchema, ObjectSchema, Store } from '../../terms.js'
import { allowOnly, asBody, booleanAt, neededText, textAt, wholeAt, type Body } from './control-body.js'

/** A field; label and whether it is a custom one are filled in. Throws for what no field can be. */
export function readField(given: unknown): FieldSchema {
  const isObject = typeof given === 'object' && given !== null
  if (!isObject || !('name' in given && 'type' in given)) throw refuse('badControl', 'a field needs a name and a type')
  const field = withoutNulls(asBody(given))
  const name = neededName(field)
  const type = neededText(field, 'type')
  if (!TYPES.has(type)) throw refuse('badControl', `type is one of ${[...TYPES].join(', ')}, not ${type}`)
  for (const key of TEXTS) textAt(field, key)
  for (const key of BOOLEANS) booleanAt(field, key)
  for (const key of LISTS) textsAt(field, key)
  wholeAt(field, 'length')
  if (type === 'reference' && textsAt(field, 'referenceTo').length === 0) {
    throw refuse('badControl', 'a reference needs referenceTo: an array of sObjects')
  }
  return {
    ...field,
    name,
    type,
    label: textAt(field, 'label') ?? name,
    custom: booleanAt(field, 'custom') ?? name.endsWith('__c'),
  }
}

const TYPES = new Set(
  (
    'address anyType base64 boolean combobox complexvalue currency date datetime double email encryptedstring id int ' +
    'location long multipicklist percent phone picklist reference string textarea time url'
  ).split(' '),
)
const TEXTS = ['compoundFieldName', 'extraTypeInfo', 'label', 'relationshipName']
const LISTS = ['picklist', 'referenceTo']
const BOOLEANS = 'calculated custom externalId filterable groupable nameField nillable sortable visible'.split(' ')

/** A new sObject; what is left out of it is filled in, but for its name, key prefix and fields. */
export function readObject(store: Store, body: Body): ObjectSchema {
  const name = neededName(body)
  const keyPrefix = neededText(body, 'keyPrefix')
  if (!/^[\dA-Za-z]{3}$/.test(keyPrefix)) throw refuse('badControl', 'keyPrefix is three letters or digits')
  const { fields } = body
  if (!Array.isArray(fields)) throw refuse('badControl', 'fields must be an array')
  if (store.object(name)) throw refuse('badControl', `the org has an sObject ${name} already`)
  for (const key of ['label', 'labelPlural']) textAt(body, key)
  for (const key of FLAGS) booleanAt(body, key)
  const label = textAt(body, 'label') ?? name
  const schema = { ...body, name, keyPrefix, label, fields: fields.map(readField) } as unknown as ObjectSchema
  return { ...schema, labelPlural: schema.labelPlural ?? `${label}s` }
}

const FLAGS =
  'createable custom customSetting deletable queryable replicateable retrieveable searchable undeletable updateable'.split(
    ' ',
  )

/** What changes of an sObject: whether it is hidden, or some of what its describe says. */
export function readObjectChange(body: Body): Parameters<Store['setObject']>[1] {
  const hidden = booleanAt(body, 'hidden')
  if (hidden !== undefined) {
    allowOnly(body, ['hidden'])
    return { hidden }
  }
  allowOnly(body, ['queryable', 'deletable', 'undeletable', 'label'], 'hidden')
  for (const key of ['queryable', 'deletable', 'undeletable']) booleanAt(body, key)
  textAt(body, 'label')
  return body
}

function neededName(body: Body): string {
  const name = neededText(body, 'name')
  if (!/^[A-Za-z]\w*$/.test(name)) throw refuse('badControl', 'name has letters, digits and _ in it, a letter first')
  return name
}

/** A describe says null of what a field doesn't have. */
function withoutNulls(body: Body): Body {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
}

function textsAt(body: Body, name: string): string[] {
  const value = body[name] ?? []
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
  throw refuse('badControl', `${name} must be an array of texts`)
}
