import type { ProcessorOptions } from '../../config/enrichment/enrichment-types.js'
import { changeField } from '../fields.js'
import { eachDocument, type Processor } from '../processor.js'

/** Cuts long texts to `length` characters, the mark among them. */
export function openTruncate({ fields, length, mark }: ProcessorOptions<'truncate'>): Processor {
  const kept = length - [...mark].length
  const cut = (value: unknown) =>
    typeof value === 'string' && isLonger(value, length) ? take(value, kept) + mark : value
  return eachDocument((document) => fields.reduce((changed, path) => changeField(changed, path, cut), document))
}

/** Whether a text has more than so many characters: code points, where a pair of surrogates is one. */
function isLonger(text: string, length: number): boolean {
  return text.length > length && endOf(text, length) < text.length
}

function take(text: string, length: number): string {
  return text.slice(0, endOf(text, length))
}

/** Where the first so many characters of a text end. */
function endOf(text: string, length: number): number {
  let at = 0
  for (let count = 0; count < length && at < text.length; count += 1) at += text.codePointAt(at)! > 0xffff ? 2 : 1
  return at
}
