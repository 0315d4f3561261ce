import { open, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import type { Clock } from '../../clock.js'
import { makeFolder } from '../../durable-files.js'
import { diskError } from '../../errors/disk-error.js'
import { shorten } from '../../errors/shorten.js'
import { renderLine } from '../formats/ndjson.js'
import { openStdoutFile, type StdoutFile } from '../stdout-file.js'
import type { Refusal } from './target.js'

/** A file for the documents that a target refuses. */
export interface DeadLetter {
  file: string
  /** Adds them and flushes the file: they stay. Throws OUTPUT_FAILED. */
  add(lane: string, refused: Refusal[]): Promise<void>
  close(): Promise<void>
}

/** The file is opened, and made with its folders, when the first document comes. */
export function openDeadLetter(
  file: string,
  { target, datasource, clock }: { target: string; datasource: string; clock: Clock },
): DeadLetter {
  let opening: Promise<{ handle: FileHandle; lines: StdoutFile | undefined }> | undefined
  const openFile = async () => {
    await makeFolder(path.dirname(file))
    const handle = await open(file, 'a')
    return { handle, lines: openStdoutFile(handle.fd) }
  }
  const render = (lane: string, { document, reason }: Refusal) => {
    const at = new Date(clock.now()).toISOString()
    return renderLine({ at, datasource, object: lane, target, reason: shorten(reason, longestReason), document })
  }
  return {
    file,
    add: async (lane, refused) => {
      try {
        const { handle, lines } = await (opening ??= openFile())
        const text = refused.map((each) => render(lane, each)).join('')
        // A pipe or a device has no end to cut back to.
        await (lines === undefined ? handle.writeFile(text) : lines.write(text))
        await lines?.commit()
      } catch (cause) {
        const what = `The documents that ${target} refused can't be written to ${file}`
        throw diskError(
          'OUTPUT_FAILED',
          { what, place: file, otherwise: 'name another file with --dead-letter' },
          cause,
        )
      }
    },
    close: async () => {
      await (await opening?.catch(() => undefined))?.handle.close()
    },
  }
}

const longestReason = 2000
