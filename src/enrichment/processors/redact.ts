import type { ProcessorOptions } from '../../config/enrichment/enrichment-types.js'
import { ExactNumber } from '../../exact-json.js'
import { changeField, isMap } from '../fields.js'
import { loadPattern, replaceAll } from '../patterns.js'
import { eachDocument, type Fields, type Processor } from '../processor.js'
import { presets, presetNames } from '../redaction/presets.js'

/** Replaces what it finds in texts, and in numbers, at any depth below its fields. The keys of maps stay. */
export async function openRedact(options: ProcessorOptions<'redact'>): Promise<Processor> {
  const { fields, presets: chosen = [], patterns = [], replacement } = options
  const finders = presetNames.filter((name) => chosen.includes(name)).map((name) => presets[name])
  const compiled = await Promise.all(patterns.map(loadPattern))
  const redactText = (text: string) => {
    let clean = text
    for (const replace of finders) clean = replace(clean, replacement)
    for (const pattern of compiled) clean = replaceAll(pattern, clean, replacement)
    return clean
  }
  const redact = (value: unknown): unknown => redactValue(value, redactText)
  return eachDocument((document) => fields.reduce((clean, path) => changeField(clean, path, redact), document))
}

function redactValue(value: unknown, redactText: (text: string) => string): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'number' || value instanceof ExactNumber) {
    const digits = String(value)
    const clean = redactText(digits)
    return clean === digits ? value : clean
  }
  if (Array.isArray(value)) return redactList(value, redactText)
  return isMap(value) ? redactMap(value, redactText) : value
}

function redactList(list: unknown[], redactText: (text: string) => string): unknown[] {
  let copy: unknown[] | undefined
  for (const [at, value] of list.entries()) {
    const clean = redactValue(value, redactText)
    if (clean !== value) (copy ??= [...list])[at] = clean
  }
  return copy ?? list
}

function redactMap(map: Fields, redactText: (text: string) => string): Fields {
  let copy: Fields | undefined
  for (const key of Object.keys(map)) {
    const value = map[key]
    const clean = redactValue(value, redactText)
    if (clean !== value) (copy ??= { ...map })[key] = clean
  }
  return copy ?? map
}
