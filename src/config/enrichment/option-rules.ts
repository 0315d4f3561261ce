import type { ProcessorEntry, ProcessorName, ProcessorOptions } from './enrichment-types.js'

/** What is wrong with options that are right one by one, by their keys. */
export function validateOptions({ name, options }: ProcessorEntry): Problem[] {
  const rule = rules[name] as ((given: typeof options) => Problem[]) | undefined
  return rule?.(options) ?? []
}

type Problem = [key: string, text: string]

const rules: { [Name in ProcessorName]?: (options: ProcessorOptions<Name>) => Problem[] } = {
  redact: ({ presets = [], patterns = [] }) =>
    presets.length + patterns.length === 0 ? [['preset', 'missing: what to look for, here or as pattern']] : [],
  truncate: ({ length, mark }) =>
    [...mark].length >= length ? [['mark', `is as long as what is left: length is ${length}`]] : [],
}
