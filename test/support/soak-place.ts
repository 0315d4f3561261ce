/** What a place of the soak may hold twice. */
import { existsSync } from 'node:fs'
import { newTombstones, type Ledger } from './ledger.js'

export interface Place {
  /** When the settings changed from which its documents follow, as the beginning of a run's id. */
  rereads: string[]
  /** A held run that is rolled back may have told of deletions: those records are told again, where they live. */
  told: { moment: string; ids: Set<string> }[]
  /** The files that were looked through for these. */
  known: Set<string>
}

export function openPlace(): Place {
  return { rereads: [], told: [], known: new Set() }
}

/** From now on everything may be written again. */
export function noteReread(place: Place): void {
  place.rereads.push(momentOf(new Date()))
}

/** What the held run that has just ended told to be deleted may be written again. */
export async function noteTold(place: Place, folder: string): Promise<void> {
  if (!existsSync(folder)) return
  place.told.push({ moment: momentOf(new Date()), ids: await newTombstones(folder, place.known) })
}

export function allowAgain({ rereads, told }: Place, ledger: Ledger): void {
  for (const moment of rereads) ledger.allowAgain(moment)
  for (const { moment, ids } of told) for (const id of ids) ledger.allowAgain(moment, id)
}

/** How the ids of runs that begin from now on begin. */
function momentOf(date: Date): string {
  return date.toISOString().replaceAll(/[-:.]/g, '')
}
