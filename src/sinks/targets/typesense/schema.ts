/**
 * The collection that is made where there is none. What is no field of it, the payload above all, is kept with the
 * documents and not searched. Stamps are texts in the order of time.
 */
export function buildCollection(name: string): object {
  return {
    name,
    fields: [
      { name: 'title', type: 'string', optional: true },
      { name: 'content', type: 'string', optional: true },
      { name: 'summary', type: 'string', optional: true },
      { name: 'tags', type: 'string[]', optional: true, facet: true },
      { name: 'type', type: 'string', optional: true, facet: true },
      { name: 'category', type: 'string', optional: true, facet: true },
      { name: 'created', type: 'string', optional: true, sort: true },
      { name: 'updated', type: 'string', optional: true, sort: true },
    ],
  }
}
