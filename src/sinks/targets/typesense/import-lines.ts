import type { BatchAnswer, Rendered } from '../batches.js'
import type { Refusal } from '../target.js'

/** A line of the answer of an import ("Index multiple documents" of Typesense), in the order of what was sent. */
interface ImportLine {
  success: boolean
  error?: string
  code?: number
}

/** What became of each document of an import. */
export function readImportLines(sent: Rendered[], text: string): BatchAnswer {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const refused: Refusal[] = []
  const again: Rendered[] = []
  let reason: string | undefined
  for (const [at, each] of sent.entries()) {
    const { success, error = 'no reason is given', code = 400 } = readLine(lines[at])
    if (success) continue
    if (code === 429 || code >= 500) {
      again.push(each)
      reason ??= `answers for documents with ${code}: ${error}`
    } else refused.push({ document: each.document, reason: error })
  }
  return { refused, again, reason }
}

/** Fewer lines than documents, or something else in them: the others are sent again. */
function readLine(line: string | undefined): ImportLine {
  try {
    const read: unknown = line === undefined ? undefined : JSON.parse(line)
    if (typeof read === 'object' && read !== null) return read as ImportLine
  } catch {
    // It was cut off.
  }
  return { success: false, error: 'no answer', code: 500 }
}
