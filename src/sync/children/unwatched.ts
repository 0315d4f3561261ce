/** Children whose changes no poll tells: what the report says of them. */
import { findDeletionSource } from '../deletions/deletion-source.js'
import type { Run } from '../run/run.js'
import type { ChildSource } from './child-sources.js'

/** Notes what polls of a configured child will not show. `sync --reconcile` reads the records of such lists again. */
export function noteUnwatched(source: ChildSource, watermarkField: string | undefined, run: Run): void {
  const { child, isConfigured } = source
  const isFailed = run.childFailures.some((failure) => failure.child === child)
  const reason = isConfigured && !isFailed ? reasonOf(source, watermarkField) : undefined
  if (reason !== undefined) run.children.unwatched.set(child, reason)
}

/** A warning for each of them. */
export function unwatchedWarnings({ children: { unwatched } }: Pick<Run, 'children'>): string[] {
  return [...unwatched].map(
    ([child, reason]) =>
      `${reason}, so records that list ${child} may be out of date: \`sf-extract sync --reconcile\` reads them again.`,
  )
}

/** Whether the changes of a child are told by no poll of this run, or not all of them. */
export function isUnwatched(child: string, { children, childFailures }: Run): boolean {
  return children.unwatched.has(child) || childFailures.some((failure) => failure.child === child)
}

function reasonOf(
  { child, describe, hiddenFields }: ChildSource,
  watermarkField: string | undefined,
): string | undefined {
  if (describe === undefined) return `The org does not describe ${child}`
  if (!describe.queryable) return `${child} can't be queried by itself`
  if (hiddenFields.length > 0) return `The org does not show ${hiddenFields.join(' and ')} of ${child} to this user`
  if (watermarkField === undefined) return `${child} has no stamp that tells its changes`
  if (watermarkField === 'CreatedDate' && describe.updateable) return `${child} has no stamp that tells its changes`
  return describe.deletable && findDeletionSource(describe) === undefined
    ? `The org does not tell which records of ${child} are deleted`
    : undefined
}
