import type { ProcessorEntry, ProcessorName, ProcessorOptions } from './enrichment-types.js'
import { extractText } from './outside-processors.js'

/** What is wrong with options that are right one by one, by their keys. */
export function validateOptions({ name, options }: ProcessorEntry): Problem[] {
  const rule = rules[name] as ((given: typeof options) => Problem[]) | undefined
  return rule?.(options) ?? []
}

type Problem = [key: string, text: string]

const rules: { [Name in ProcessorName]?: (options: ProcessorOptions<Name>) => Problem[] } = {
  redact: ({ presets = [], patterns = [] }) =>
    presets.length + patterns.length === 0 ? [['preset', 'missing: what to look for, here or as pattern']] : [],
  lookup: ({ into, columns }) =>
    into === undefined && columns === undefined
      ? [['into', 'missing: where the row goes, here or column by column as columns']]
      : [],
  extract_text: ({ file, base64 }) =>
    base64 !== undefined && file.join('.') !== extractText.file.default
      ? [['file', 'is one source too many: base64 is given']]
      : [],
  chunk: ({ size, overlap }) =>
    overlap * 2 > size ? [['overlap', `is more than half of a passage: size is ${size}`]] : [],
  truncate: ({ length, mark }) =>
    [...mark].length >= length ? [['mark', `is as long as what is left: length is ${length}`]] : [],
}
