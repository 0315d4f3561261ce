/** What a written record has of its children, so that the next poll finds nothing new in them. */
import { childrenKey } from '../../state/keys.js'
import type { StateChange } from '../../state/state.js'
import type { Row, Stamp } from '../../terms.js'
import { linkVersion } from '../files/file-links.js'
import { laneNotesChange } from '../handed/lane-notes.js'
import { childRows } from '../records/child-lists.js'
import { feedItems } from '../records/feeds.js'
import { renderChildrenState } from '../run/object-state.js'
import type { ObjectPlan } from '../plan/object-plan.js'
import { endOf, type Run } from '../run/run.js'
import { addMs, stampOf } from '../windows/stamps.js'
import { noteWritten } from '../windows/watermark.js'
import { fileObject } from '../plan/field-tables.js'

/**
 * Notes the children inside a record about to be written as known, but for those changed since the run began: a second
 * version in the second that is being read would pass for the first.
 */
export function noteChildren(row: Row, { selection }: ObjectPlan, run: Run): void {
  for (const { relationship, childSObject, kind } of selection.children) {
    for (const child of childRows(row[relationship])) {
      if (kind === 'file') noteLink(child, run)
      else noteChild(childSObject, child, run)
    }
  }
  for (const item of feedItems(row)) {
    noteChild('CaseFeed', item, run)
    for (const comment of childRows(item['FeedComments'])) noteChild('FeedComment', comment, run)
  }
}

/**
 * The state change that keeps the children's cursors, each within its bound; in a run of a handed object only what it
 * has added. Links below the lookback of their files' watermark are read again by no poll.
 */
export function childrenChange({ children, datasource, settings, lane }: Run): StateChange {
  const known = children.cursors.get(fileObject)?.watermark
  if (known !== undefined) children.links.prune(addMs(known, -datasource.lookbackMs))
  for (const overlap of [children.links, ...[...children.cursors.values()].map((cursor) => cursor.overlap)]) {
    children.forgotten += overlap.bound(settings.overlapLimit)
  }
  if (lane !== undefined) return laneNotesChange(children, datasource.id, lane)
  return { key: childrenKey(datasource.id), value: renderChildrenState(children) }
}

/**
 * Not so a child of a configured list: another record may have it in its document too, or had it when it was written.
 * The next poll notes them all, and those that are right already are not written again.
 */
function noteChild(sobject: string, row: Row, run: Run): void {
  if (run.children.inLists.has(sobject)) return
  const cursor = run.children.cursors.get(sobject)
  const stamp = stampOf(row[run.children.watermarkFields.get(sobject) ?? 'SystemModstamp'])
  if (cursor !== undefined && stamp !== undefined && isOfRun(stamp, run))
    noteWritten(cursor, [[String(row['Id']), stamp]], run.datasource.lookbackMs)
}

/** Without a cursor of files nothing is polled that would have to know the link. */
function noteLink(link: Row, run: Run): void {
  const known = run.children.cursors.get(fileObject)?.watermark
  const version = linkVersion(link, link['ContentDocument'] as Row | null)
  if (known !== undefined && version >= addMs(known, -run.datasource.lookbackMs) && isOfRun(version, run))
    run.children.links.add(String(link['Id']), version)
}

function isOfRun(stamp: Stamp, run: Run): boolean {
  const end = endOf(run)
  return end !== undefined && stamp < end
}
