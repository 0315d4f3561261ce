/** Browsing: the directories of an org or of written files, and what lies in them. */
import { closestName } from '../config/values/closest-name.js'
import { ExtractError } from '../errors/extract-error.js'

/** A directory that holds records: `Account` in `Standard Objects`. */
export interface Folder {
  group: string
  title: string
}

export interface CountedFolder extends Folder {
  /** Records in it; absent where the org would not count them. */
  count?: number
  problem?: string
}

export interface Entry {
  id: string
  title: string
  updated?: string
}

/** Where directories and records are looked up. */
export interface DocumentTree {
  folders(): Promise<Folder[]>
  count(folders: Folder[]): Promise<CountedFolder[]>
  /** The newest records of a directory, newest first. */
  entries(folder: Folder, limit: number): Promise<Entry[]>
}

/** What a path leads to: the groups, the directories of one, or a directory of records. */
export type Found = { groups: string[] } | { group: string; folders: Folder[] } | { folder: Folder }

/** `/Standard Objects/Account/` of a directory, `/Standard Objects/` of a group. */
export function renderPath(...segments: string[]): string {
  return ['', ...segments, ''].join('/')
}

/**
 * Finds a path among the directories, whatever its case and slashes; `Account` alone will do.
 * Throws USAGE with the nearest path where there is none.
 */
export function findPath(path: string, folders: Folder[]): Found {
  const groups = [...new Set(folders.map(({ group }) => group))]
  const [first, second, ...rest] = path
    .split('/')
    .map((segment) => segment.trim())
    .filter((segment) => segment !== '')
  if (first === undefined) return { groups }
  const group = groups.find((each) => isSame(each, first))
  if (second === undefined && group !== undefined)
    return { group, folders: folders.filter((folder) => folder.group === group) }
  const named = folders.filter((folder) =>
    second === undefined ? isSame(folder.title, first) : isSame(folder.title, second) && isSame(folder.group, first),
  )
  if (named.length === 1 && rest.length === 0) return { folder: named[0]! }
  throw unknownPath(path, groups, folders)
}

function isSame(title: string, word: string): boolean {
  return title.toLowerCase() === word.toLowerCase()
}

function unknownPath(path: string, groups: string[], folders: Folder[]): ExtractError {
  const paths = [
    ...groups.map((group) => renderPath(group)),
    ...folders.map(({ group, title }) => renderPath(group, title)),
  ]
  const closest =
    closestName(path, paths) ??
    closestName(
      path.split('/').findLast((segment) => segment !== '') ?? '',
      folders.map(({ title }) => title),
    )
  return new ExtractError('USAGE', `There is no directory "${path}".`, {
    hint: closest === undefined ? `There are: ${paths.join(', ')}` : `Did you mean "${closest}"?`,
  })
}
