import type { RecordDocument } from '../../src/terms.js'

/** A document of an object's folder; `content` gives it its size and its odd characters. */
export function buildSampleDocument(id: string, { object = 'Account', content = '' } = {}): RecordDocument {
  const path = `/Standard Objects/${object}/`
  return {
    id,
    source: { type: 'connector', name: 'My Salesforce Data', id: 'crm' },
    type: object,
    category: path,
    categories: ['Standard Objects', object],
    subcategory: object,
    title: id,
    summary: id,
    content,
    icon: object.toLowerCase(),
    tags: [object],
    url: `https://mycompany.my.salesforce.com/${id}`,
    payload: { Id: id },
    metadata: { sobject_type: object, is_standard: true },
    system: { parent_path: path },
  }
}
