import path from 'node:path'
import type { Config } from '../../config/config-types.js'
import { isTargetName } from '../../config/targets/target-forms.js'
import { loadPageParts } from '../../dispatcher/page-parts.js'
import { renderPage } from '../../dispatcher/render-page.js'
import { browseOutput } from '../../dispatcher/status/browse-output.js'
import type { DirectoryData } from '../../dispatcher/status/snapshot.js'
import { keyOf } from '../../dispatcher/status/key-of.js'
import { buildStillStatus } from '../../dispatcher/status/still-status.js'
import { makeFolder, replaceDurably } from '../../durable-files.js'
import { diskError } from '../../errors/disk-error.js'
import { stdoutPlace } from '../../runs/destination.js'
import type { DestinationStatus } from '../../runs/statuses.js'
import type { State } from '../../state/state.js'

export interface StatusPage {
  statuses: DestinationStatus[]
  config: Config
  state: State
  /** The destination the user names: where it is a folder, its records are shown. */
  place: string | undefined
  nowMs: number
}

/** The status page as a document that needs nothing else. */
export async function buildStatusPage({ statuses, config, state, place, nowMs }: StatusPage): Promise<string> {
  const directories: Record<string, DirectoryData[]> = {}
  for (const { datasource, destination } of statuses) {
    const key = keyOf({ id: datasource, destination })
    directories[key] = await readDirectories(state, datasource, { destination, showsRecords: place !== undefined })
  }
  const status = buildStillStatus(statuses, config, nowMs)
  return renderPage(await loadPageParts(), { isLive: false, status, directories })
}

/** Throws OUTPUT_FAILED. */
export async function writePageFile(file: string, html: string): Promise<void> {
  try {
    await makeFolder(path.dirname(file))
    await replaceDurably(file, html)
  } catch (cause) {
    const what = `The page ${file} can't be written`
    throw diskError('OUTPUT_FAILED', { what, place: file, otherwise: 'name another file with --html' }, cause)
  }
}

interface Shown {
  /** As a status has it. */
  destination: string
  showsRecords: boolean
}

async function readDirectories(
  state: State,
  datasource: string,
  { destination, showsRecords }: Shown,
): Promise<DirectoryData[]> {
  const isPlace = path.isAbsolute(destination) || isTargetName(destination)
  if (!isPlace && destination !== 'stdout' && destination !== stdoutPlace) return []
  const browse = browseOutput(state, isPlace ? destination : undefined)
  const data: DirectoryData[] = []
  for (const directory of await browse.directories(datasource)) {
    const records = showsRecords ? await browse.records?.(datasource, directory) : undefined
    data.push({ ...directory, records })
  }
  return data
}
