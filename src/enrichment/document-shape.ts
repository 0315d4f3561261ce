import type { Document } from '../terms.js'
import type { Fields } from './processor.js'

/**
 * What a processor made of a document, with the source and the place of that document: by these its reader finds it.
 * Throws where a document lacks what every document has.
 */
export function keepShape(made: Fields[], { source, system }: Document): Fields[] {
  const ids = new Set<unknown>()
  return made.map((fields) => {
    const { id, title, deleted } = fields
    if (typeof id !== 'string' || !/^[^\s\0]+$/.test(id)) throw new Error(`it gave a document without an id`)
    if (ids.has(id)) throw new Error(`it gave two documents with the id ${id}`)
    if (typeof title !== 'string' && deleted !== true) throw new Error(`it gave a document without a title, ${id}`)
    ids.add(id)
    return fields['source'] === source && fields['system'] === system ? fields : { ...fields, source, system }
  })
}
