/** Reading an output folder while its files may change places. */
import { isErrno } from '../../../durable-files.js'

/**
 * What is listed, once two looks in a row have seen the same: a look that falls into the moment in which files change
 * places may see neither the old nor the new.
 */
export async function listSteadily(list: () => Promise<string[]>): Promise<string[]> {
  for (let last = await list(); ;) {
    const next = await list()
    if (next.length === last.length && next.every((each, index) => each === last[index])) return next
    last = next
  }
}

/**
 * Reads again from the start where a file was gone that had been listed: it was folded with others, or taken away.
 * Throws what the file system says where that happens time and again.
 */
export async function readSteadily<T>(read: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await read()
    } catch (error) {
      if (!isErrno(error, 'ENOENT') || tries === mostTries) throw error
    }
  }
}

const mostTries = 10
