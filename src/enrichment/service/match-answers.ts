import { isOf, readAnswer, readError } from '../answers.js'
import { isMap } from '../fields.js'
import type { Fields, Outcome } from '../processor.js'

/**
 * What a service gave for each document it was sent, from the list it answered with: entry by entry, where it has as
 * many of them and none names another document; else by ids, where each is one of a document, of its passages or its
 * parent's. A document that nothing was given for is a failure.
 */
export function matchAnswers(value: unknown, sent: Fields[]): Outcome[] {
  const list = isMap(value) && Array.isArray(value['documents']) ? value['documents'] : value
  if (!Array.isArray(list)) return sent.map(() => failed('the answer is no list of documents'))
  if (list.length === sent.length && list.every((entry, at) => isFor(entry, sent[at]!))) return list.map(readEntry)
  const byDocument = new Map<unknown, unknown[]>()
  for (const entry of list as unknown[]) {
    const owner = sent.find(({ id }) => isOf(entry, id))
    if (owner === undefined) return sent.map(() => failed('the answer has documents that were not sent'))
    byDocument.set(owner['id'], [...(byDocument.get(owner['id']) ?? []), entry])
  }
  return sent.map(({ id }) => {
    const entries = byDocument.get(id)
    return entries === undefined ? failed('the answer has no document for it') : readAnswer(entries)
  })
}

/** Whether an entry may be for the document in its place: nothing in it tells that it is for another. */
function isFor(entry: unknown, { id }: Fields): boolean {
  const all = Array.isArray(entry) ? (entry as unknown[]) : [entry]
  return all.every((each) => !isMap(each) || typeof each['id'] !== 'string' || isOf(each, id))
}

function readEntry(entry: unknown): Outcome {
  return readError(entry) ?? readAnswer(entry)
}

function failed(message: string): Outcome {
  return { failure: { message, isPassing: true } }
}
