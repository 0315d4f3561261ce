import type { Format } from './format.js'
import { ndjson } from './ndjson.js'

/** Every form that documents can be written in, by its name. */
export const formats = { ndjson } satisfies Record<string, Format>

/** What `--format` takes. */
export const formatNames = Object.keys(formats) as (keyof typeof formats)[]
