import type { RunReport } from '../../../src/terms.js'
import { findRepeats, foldLines, type Line } from './output.js'
import { isInScope, objects } from './settings.js'
import type { Destination, Step } from './steps.js'
import { World } from './world.js'

/**
 * Plays a history in a folder of its own, then runs into each destination it had in peace, and says in words what is
 * wrong: what the documents of a destination and the org don't agree on, what was written twice into files with nothing
 * to call for it, what a run with nothing new still wrote.
 */
export async function playHistory(steps: Step[], folder: string): Promise<string[]> {
  const world = await World.open(folder)
  try {
    for (const step of steps) await world.play(step)
    // Every transaction has committed, and is older than the lookback.
    world.pass(1300)
    const wrong: string[] = []
    for (const destination of world.reached.keys()) wrong.push(...(await endIn(destination, world)))
    return wrong
  } finally {
    await world.sandbox.close()
  }
}

async function endIn(destination: Destination, world: World): Promise<string[]> {
  const wrong: string[] = []
  const report = await world.run({ run: destination })
  if (report?.outcome !== 'done') wrong.push(`a run in peace ends ${describeEnd(report)}`)
  if (world.made.hasPurged) await world.run({ run: destination, mode: 'reconcile' })
  const lines = await world.linesOf(destination)
  wrong.push(...compare(foldLines(lines), await world.runAfresh(), world))
  if (destination !== 'pipe') wrong.push(...findRepeats(lines, world.reached.get(destination)!.rereads))
  world.pass(60)
  await world.run({ run: destination })
  const after = (await world.linesOf(destination)).slice(lines.length)
  wrong.push(...after.map(({ document }) => `${document.type} ${document.id} though nothing changed`))
  return wrong.map((text) => `${destination}: ${text}`)
}

function describeEnd(report: RunReport | undefined): string {
  const errors = report?.objects.flatMap(({ object, error }) => (error ? [`${object}: ${error.message}`] : []))
  return `${report?.outcome} ${errors?.join()} ${report?.warnings.join()}`
}

/** What a destination holds against what a first load gives, and that against the org. */
function compare(held: Map<string, string>, fresh: Line[], { sandbox, settings }: World): string[] {
  const wanted = foldLines(fresh)
  const inScope = objects
    .flatMap((object) => [...sandbox.store.rows(object)])
    .filter((record) => {
      return !record.isDeleted && isInScope(record, settings)
    })
  const wrong: string[] = []
  for (const { id, lastModifiedAt } of inScope) {
    const stamp = `"updated":"${new Date(lastModifiedAt).toISOString()}"`
    if (!wanted.get(id)?.includes(stamp)) wrong.push(`a first load gives ${id} as ${wanted.get(id)}`)
  }
  for (const [id, text] of wanted) {
    if (held.get(id) !== text) wrong.push(describeDifference(id, held.get(id), text))
  }
  if (!settings.deletes) return wrong
  const standing = [...held.keys()].filter((id) => !wanted.has(id) && !isLeftFile(id, sandbox))
  return [...wrong, ...standing.map((id) => `${id} stands, but should not`)]
}

/** A file that lives, though the last record it hung on is gone. */
function isLeftFile(id: string, { store }: World['sandbox']): boolean {
  const record = store.record(id)
  return record?.sobject === 'ContentDocument' && !record.isDeleted
}

function describeDifference(id: string, held: string | undefined, wanted: string): string {
  if (held === undefined) return `${id} is missing: ${wanted.slice(0, 80)}`
  const at = [...wanted].findIndex((letter, index) => letter !== held[index])
  return `${id}: …${held.slice(Math.max(0, at - 60), at + 100)} instead of …${wanted.slice(Math.max(0, at - 60), at + 100)}`
}
