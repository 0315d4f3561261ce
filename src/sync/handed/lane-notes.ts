/**
 * The children in the documents of a handed object. What all objects share of them belongs to the datasource's runs:
 * the object's own run starts from how it finds that, and keeps apart what it adds.
 */
import { childNotesKey } from '../../state/keys.js'
import type { State, StateChange } from '../../state/state.js'
import type { ChildrenState } from '../run/object-state.js'
import { openOverlap, type OverlapJson } from '../windows/overlap.js'

interface ChildNotes {
  /** By child sObject, the children in documents that were written. */
  cursors: Record<string, OverlapJson>
  /** The links of files likewise. */
  links: OverlapJson
}

/** Takes out of the state of the children all but what earlier runs of the object have kept apart. */
export async function openLaneNotes(
  children: ChildrenState,
  state: State,
  { datasource, object }: { datasource: string; object: string },
): Promise<void> {
  const notes = await loadNotes(state, datasource, object)
  for (const [child, cursor] of children.cursors) {
    children.cursors.set(child, { ...cursor, overlap: openOverlap(notes?.cursors[child]) })
  }
  children.links = openOverlap(notes?.links)
}

/** The state change that keeps them, together with the documents that have these children. */
export function laneNotesChange(children: ChildrenState, datasource: string, object: string): StateChange {
  const cursors = [...children.cursors].map(([child, { overlap }]) => [child, overlap.toJSON()])
  const value: ChildNotes = { cursors: Object.fromEntries(cursors), links: children.links.toJSON() }
  return { key: childNotesKey(datasource, object), value }
}

/** Has polls know the children that the runs of a handed object have written; true where there are any. */
export async function mergeLaneNotes(
  children: ChildrenState,
  state: State,
  { datasource, object }: { datasource: string; object: string },
): Promise<boolean> {
  const notes = await loadNotes(state, datasource, object)
  if (notes === undefined) return false
  for (const [child, written] of Object.entries(notes.cursors)) children.cursors.get(child)?.overlap.merge(written)
  children.links.merge(notes.links)
  return true
}

async function loadNotes(state: State, datasource: string, object: string): Promise<ChildNotes | undefined> {
  return (await state.read(childNotesKey(datasource, object))) as ChildNotes | undefined
}
