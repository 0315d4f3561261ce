import type { FoldReport } from '../../terms.js'
import { renderAmount, renderBytes, renderCount } from '../printer/amounts.js'
import type { Colors } from '../printer/colors.js'
import { renderFoldFailures } from '../printer/failures.js'
import { renderTable, type Column } from '../printer/table.js'

/** What was folded: a line a directory, what is damaged, and the sum. */
export function renderFolds(folds: FoldReport[], colors: Colors): string {
  const done = folds.filter(({ outcome }) => outcome === 'folded')
  const table = done.length === 0 ? '' : renderTable(columns, done.map(renderFold))
  const failures = renderFoldFailures(folds, colors)
  return [table, failures, colors.bold(renderSum(done))].filter((text) => text !== '').join('\n')
}

const columns: Column[] = [
  { title: 'directory' },
  { title: 'files', align: 'right' },
  { title: 'into', align: 'right' },
  { title: 'lines', align: 'right' },
  { title: 'kept', align: 'right' },
  { title: 'tombstones', align: 'right' },
  { title: 'saved', align: 'right' },
]

function renderFold(fold: FoldReport): string[] {
  const { path, files, documents, tombstones } = fold
  return [path, ...[...files, ...documents, tombstones].map(renderCount), renderBytes(savedBytes(fold))]
}

function renderSum(done: FoldReport[]): string {
  if (done.length === 0) return 'compact: nothing to do'
  const sum = (of: (fold: FoldReport) => number) => done.reduce((total, fold) => total + of(fold), 0)
  const files = renderAmount(
    sum((fold) => fold.files[0]),
    'file',
  )
  const dropped = sum(({ documents: [before, after] }) => before - after)
  const tombstones = sum((fold) => fold.tombstones)
  return (
    `compact: ${files} into ${renderCount(sum((fold) => fold.files[1]))}, ${renderAmount(dropped, 'line')} fewer, ` +
    `${renderAmount(tombstones, 'tombstone')} applied, ${renderBytes(sum(savedBytes))} saved`
  )
}

function savedBytes({ bytes: [before, after] }: FoldReport): number {
  return before - after
}
