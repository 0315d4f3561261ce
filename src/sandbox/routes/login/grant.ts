import type { StoredRecord } from '../../terms.js'

/** The OAuth `error` and its description. */
export type Refusal = [error: string, description: string]

export interface Grant {
  /** Whom the token acts as. */
  user: StoredRecord
  /** The answer to a JWT has no signature. */
  isSigned: boolean
  refreshToken?: string
}

export type Granted = Grant | { refused: Refusal }
