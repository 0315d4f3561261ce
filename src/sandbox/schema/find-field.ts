import type { FieldSchema, ObjectSchema } from '../terms.js'

/**
 * A field of the sObject by its name in any case, hidden ones too: what is hidden from the run-as user still holds
 * data.
 */
export function findField(schema: ObjectSchema, name: string): FieldSchema | undefined {
  let fields = KNOWN.get(schema)
  if (!fields) {
    fields = new Map(
      schema.fields.flatMap((field) => [
        [field.name.toLowerCase(), field],
        [field.name, field],
      ]),
    )
    KNOWN.set(schema, fields)
  }
  return fields.get(name) ?? fields.get(name.toLowerCase())
}

const KNOWN = new WeakMap<ObjectSchema, Map<string, FieldSchema>>()
