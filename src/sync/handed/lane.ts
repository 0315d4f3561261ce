/** Objects of a datasource that are handed to runs of their own. */
import type { Stamp } from '../../terms.js'

/** What a run has to itself in place of a whole datasource. */
export interface Lane {
  /** The sObject, as it was handed. */
  object: string
  /** By it the run knows that the object is still handed to it, and not read by others since. */
  token: string
}

/** An object that is handed to a run of its own, until that is done or another run takes it back. */
export interface HandedObject extends Lane {
  /** The datasource's id. */
  datasource: string
  /** When it was handed. */
  since: Stamp
}

/**
 * Sees to it that a run with this object as its lane is going to be made; called again by each run that finds it not
 * done, with the same token: twice is once. What it throws is a warning of the run: the next one calls it again.
 */
export type HandOff = (handed: HandedObject) => Promise<void>
