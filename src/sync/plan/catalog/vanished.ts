import type { State } from '../../../state/state.js'
import type { Datasource } from '../../../config/config-types.js'
import type { ErrorReport } from '../../../terms.js'
import type { SyncContext } from '../../context.js'
import { loadLastRun } from '../../run/last-run.js'
import { loadObjectState } from '../../run/object-state.js'
import type { ObjectChoice } from './choose-objects.js'

/** A choice of objects without those that vanished, which fail by themselves. */
export interface SettledChoice extends ObjectChoice {
  vanished: { object: string; error: ErrorReport }[]
}

/**
 * Takes out of a choice what an earlier run has read and the org doesn't let this user query any more: named outright,
 * taken by default, or under `"*"`. It fails alone and keeps its watermark, for it may come back.
 */
export async function settleVanished(
  choice: ObjectChoice,
  datasource: Datasource,
  { state, findRead }: Pick<SyncContext, 'state' | 'findRead'>,
): Promise<SettledChoice> {
  const known = (await loadLastRun(state, datasource.id))?.objects ?? []
  const lost: string[] = []
  for (const name of known.filter((each) => isLost(each, choice, datasource))) {
    if (await hasBegun(state, datasource.id, name)) lost.push(name)
  }
  const isLeft = (name: string) => !lost.some((each) => isSame(each, name))
  for (const name of choice.unknown.filter(isLeft)) {
    const read = await findRead?.(name)
    if (read !== undefined) lost.push(read)
  }
  return {
    wanted: choice.wanted,
    skipped: choice.skipped.filter(({ object }) => isLeft(object)),
    unknown: choice.unknown.filter(isLeft),
    vanished: lost.map((object) => ({ object, error: describeLoss(object) })),
  }
}

/** The object as the runs of a destination spell it, where one has read it. */
export async function wasRead(state: State, datasource: string, object: string): Promise<string | undefined> {
  const known = (await loadLastRun(state, datasource))?.objects ?? []
  const name = known.find((each) => isSame(each, object))
  return name !== undefined && (await hasBegun(state, datasource, name)) ? name : undefined
}

async function hasBegun(state: State, datasource: string, object: string): Promise<boolean> {
  const { rows } = await loadObjectState(state, datasource, object)
  return rows.watermark !== undefined || rows.open !== undefined
}

function isLost(name: string, { wanted, skipped, unknown }: ObjectChoice, { customObjects }: Datasource): boolean {
  if (wanted.some((object) => isSame(object.name, name))) return false
  const named = [...unknown, ...skipped.map(({ object }) => object)]
  return named.some((object) => isSame(object, name)) || (customObjects.includes('*') && name.endsWith('__c'))
}

function isSame(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase()
}

function describeLoss(object: string): ErrorReport {
  return {
    code: 'OBJECT_NOT_FOUND',
    object,
    message: `${object} was read before, and the org doesn't have it any more or doesn't let this user query it.`,
    hint:
      'Give the run-as user access again: Setup > Users > Permission Sets > Object Settings. Where it is gone for good, ' +
      `take it out of the configuration, and run \`sf-extract reset --object ${object}\`.`,
  }
}
