import { parseJson } from '../long-number.js'
import { refuse } from './api-errors.js'

/** The value of a JSON body. Throws JSON_PARSER_ERROR for what is none. */
export function readJson(body: string): unknown {
  try {
    return parseJson(body)
  } catch (error) {
    throw refuse('badJson', (error as Error).message)
  }
}
