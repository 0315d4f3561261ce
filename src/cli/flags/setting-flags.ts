import type { SettingFlag } from '../../config/settings/setting-groups.js'
import type { Flag } from '../command.js'
import { compressions, formatNames } from './words.js'

/**
 * The flags that override settings for one run, with their help: how the effect of their row begins. The compiler asks
 * for each flag of the tables; the tables themselves would bring zod into --help.
 */
const helpOf: Record<SettingFlag, string> = {
  '--to <target>': 'where documents go instead of stdout: an index, a database, a command',
  '--target-org <alias>': 'log in as the Salesforce CLI does to this org, by alias or username',
  '--concurrency <n>': 'most calls in progress at once',
  '--format <name>': 'the form of the documents: document, record, bulk, coco or csv',
  '--compress <way>': 'compress what is written: gzip, or zstd',
  '--index <name>': 'the index that lines of bulk name, in lower case; {datasource} and {object} may stand in it',
  '--files-dir <dir>': 'keep the files themselves in this folder, where files: download fetches them',
  '--compact-over <n>': 'after a run into a folder, directories of more files than this become one file',
}

const wordsOf: Partial<Record<SettingFlag, readonly string[]>> = {
  '--format <name>': formatNames,
  '--compress <way>': compressions,
}

export const settingFlags: readonly Flag[] = (Object.keys(helpOf) as SettingFlag[]).map((flag) => [
  flag,
  helpOf[flag],
  wordsOf[flag],
])

/** The flag of commands that log in and take no other setting. */
export const loginFlags = settingFlags.filter(([flag]) => flag.startsWith('--target-org'))
