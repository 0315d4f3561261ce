/** Files whose text the org would not give: written without it, told of, and tried again where that may help. */
import { endsRun, isExtractError } from '../../errors/extract-error.js'
import type { RecordId } from '../../terms.js'
import type { ObjectSync, UnreadFiles } from '../run/object-context.js'

export function openUnreadFiles(): UnreadFiles {
  return { byCode: new Map(), again: new Set(), isRetry: false, unreachableInARow: 0 }
}

/**
 * Notes a file whose text could not be read. Throws the error where it is not the file's own: it ends the run, or the
 * org has been out of reach for several files in a row.
 */
export function noteUnread({ state, unread }: ObjectSync, id: RecordId, error: unknown): void {
  const isUnreachable = isExtractError(error, 'ORG_UNREACHABLE')
  unread.unreachableInARow = isUnreachable ? unread.unreachableInARow + 1 : 0
  const isOwn = isUnreachable ? unread.unreachableInARow < mostUnreachable : !endsRun(error)
  if (!isExtractError(error) || !isOwn) throw error
  const { count = 0, messages = new Set<string>() } = unread.byCode.get(error.code) ?? {}
  unread.byCode.set(error.code, {
    count: count + 1,
    messages: messages.size < 2 ? messages.add(error.message) : messages,
  })
  if (!isExtractError(error, 'ORG_UNAVAILABLE', 'ORG_UNREACHABLE') || state.unreadFiles.size >= mostNoted) return
  state.unreadFiles.add(id)
  unread.again.add(id)
}

/** Notes a file whose text was read, or that has none. */
export function noteRead({ state, unread }: ObjectSync, id: RecordId): void {
  unread.unreachableInARow = 0
  state.unreadFiles.delete(id)
}

/** What the report says of them, a line for each cause. */
export function unreadWarnings({ byCode }: UnreadFiles, object: string): string[] {
  const causes = [...byCode].filter(([code]) => code !== 'FILE_TOO_LARGE')
  return causes.map(([code, { count, messages }]) => {
    const files = count === 1 ? '1 file was written without its text' : `${count} files were written without their text`
    const next = code.startsWith('ORG_') ? ' The next run tries again.' : ''
    const [first] = [...messages]
    const reason = first!.replace(`${object}: `, '').replace(/\.$/, '')
    return `${files}: ${code}${messages.size > 1 ? ', for one' : ''}: ${reason}.${next}`
  })
}

/** Files that the user's own settings leave out. */
export function unreadNotes({ byCode }: UnreadFiles): string[] {
  const { count = 0 } = byCode.get('FILE_TOO_LARGE') ?? {}
  if (count === 0) return []
  const files = count === 1 ? '1 file is' : `${count} files are`
  return [`${files} larger than max_file_size: only the text is left out.`]
}

/** One file may break its connection each time; this many in a row mean that the org is away. */
const mostUnreachable = 3

/** Files remembered to be tried again; the rest is told of in the report alone. */
const mostNoted = 10_000
