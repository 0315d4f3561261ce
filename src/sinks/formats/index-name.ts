import { ExtractError } from '../../errors/extract-error.js'

/** What names an index: words in braces stand for what a document is of. */
export const defaultIndex = 'sf-{datasource}-{object}'

/** Gives the index of an object's documents. Throws CONFIG_INVALID for a name that no index can have. */
export type NameIndex = (datasource: string, object: string) => string

/**
 * Reads a template such as `sf-{datasource}-{object}`. Names come out in lower case, as Elasticsearch and OpenSearch
 * want them. Throws CONFIG_INVALID for other words in braces.
 */
export function parseIndexTemplate(template: string): NameIndex {
  const unknown = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, word]) => word!).find((word) => !words.has(word))
  if (unknown !== undefined) {
    throw invalid(`"${template}" has {${unknown}} in it, and an index is named by {datasource} and {object}`)
  }
  const known = new Map<string, string>()
  return (datasource, object) => {
    const key = `${datasource}\n${object}`
    let name = known.get(key)
    if (name === undefined) known.set(key, (name = fillTemplate(template, datasource, object)))
    return name
  }
}

const words = new Set(['datasource', 'object'])

function fillTemplate(template: string, datasource: string, object: string): string {
  const name = template.replaceAll('{datasource}', () => datasource).replaceAll('{object}', () => object)
  const lower = name.toLowerCase()
  const problem = findProblem(lower)
  if (problem === undefined) return lower
  throw invalid(`"${lower}" can't be the name of an index: ${problem}`)
}

/** Elasticsearch Reference, Create index API, Path parameters; OpenSearch has the same rules. */
function findProblem(name: string): string | undefined {
  if (name === '') return 'it is empty'
  if (name === '.' || name === '..') return 'it means a folder'
  if (/^[-_+.]/.test(name)) return `it begins with ${name[0]}`
  const odd = /[\\/*?"<>| ,#:{}\p{Cc}]/u.exec(name)?.[0]
  if (odd !== undefined) return odd === ' ' ? 'it has a space in it' : `it has ${JSON.stringify(odd)} in it`
  return Buffer.byteLength(name) > longestBytes ? `it has more than ${longestBytes} bytes` : undefined
}

const longestBytes = 255

function invalid(message: string): ExtractError {
  return new ExtractError('CONFIG_INVALID', `index: ${message}.`, {
    hint: `Name it with --index or extract.index, such as ${defaultIndex}.`,
  })
}
