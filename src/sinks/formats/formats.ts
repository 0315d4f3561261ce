import { openBulk } from './bulk.js'
import { coco } from './coco.js'
import { csv } from './csv.js'
import { document } from './document.js'
import type { Format } from './format.js'
import { record } from './record.js'

/** Every form that documents can be written in, by its name. */
export const formats = { document, record, bulk: openBulk(), coco, csv } satisfies Record<string, Format>

/** What `--format` takes. */
export type FormatName = keyof typeof formats

/** A form by its name. `index` names the index that lines of `bulk` are for. Throws CONFIG_INVALID for a wrong one. */
export function openFormat(name: FormatName, { index }: { index?: string | undefined } = {}): Format {
  return name === 'bulk' ? openBulk(index) : formats[name]
}
