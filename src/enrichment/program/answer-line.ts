import { shorten } from '../../errors/shorten.js'
import { parseJson } from '../../exact-json.js'
import { isOf, readAnswer, readError } from '../answers.js'
import { isMap } from '../fields.js'
import type { Fields, Outcome } from '../processor.js'

/**
 * A line as the answer for the document that is next: what became of it, or what is wrong with the line. A document of
 * another id tells that the order is broken, so that nothing after it can be trusted.
 */
export function readAnswerLine(line: string, document: Fields): Outcome | { fault: string } {
  let value: unknown
  try {
    value = parseJson(line)
  } catch {
    return { fault: `printed "${shorten(line, longestShown)}", which is no JSON` }
  }
  const failure = readError(value)
  if (failure !== undefined) return failure
  if (value !== null && typeof value !== 'object') return { fault: `printed ${line.trim()} instead of a document` }
  const all = Array.isArray(value) ? (value as unknown[]) : [value]
  const foreign = all.find((each) => isMap(each) && typeof each['id'] === 'string' && !isOf(each, document['id']))
  if (foreign === undefined) return readAnswer(value)
  return { fault: `answered with ${String((foreign as Fields)['id'])} where ${String(document['id'])} was next` }
}

const longestShown = 100
