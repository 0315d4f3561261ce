/**
 * The commands, in the order --help lists them. A command's own file is loaded when it is named, so that --help stays
 * quick.
 */
import type { Command } from 'commander'
import type { Act } from './command.js'
import { cacheActions, shells, stateActions } from './flags/words.js'

export interface CommandEntry {
  /** As commander reads it: `describe [object]`. */
  usage: string
  summary: string
  /** The words that its argument is one of. */
  words?: readonly string[]
  load(): Promise<CommandModule>
}

/** What a command's file exports: how it joins the program. */
export interface CommandModule {
  register(command: Command, act: Act): void
}

/** The name is the first word of the usage. */
export const commands: CommandEntry[] = [
  {
    usage: 'sync',
    summary: 'one incremental run: documents to stdout, or files under --output',
    load: () => import('./commands/sync.js'),
  },
  {
    usage: 'run',
    summary: 'the dispatcher: keeps every enabled datasource in sync at its own interval',
    load: () => import('./commands/run.js'),
  },
  {
    usage: 'worker',
    summary: 'takes jobs from the queue of a dispatcher, beside other workers',
    load: () => import('./commands/worker.js'),
  },
  {
    usage: 'describe [object]',
    summary: 'the objects the user may query, or the fields of one',
    load: () => import('./commands/describe.js'),
  },
  {
    usage: 'check',
    summary: 'configuration, login, objects, missing fields and quota, each a line',
    load: () => import('./commands/check.js'),
  },
  {
    usage: 'plan',
    summary: 'what sync would do: per object since when, the SOQL, the calls',
    load: () => import('./commands/plan.js'),
  },
  {
    usage: 'query [soql]',
    summary: 'any SOQL: all pages, as lines of JSON, an array, CSV or a table',
    load: () => import('./commands/query.js'),
  },
  {
    usage: 'get <id>',
    summary: 'one document, as sync would write it now',
    load: () => import('./commands/get.js'),
  },
  {
    usage: 'tree',
    summary: 'the directory structure with a count per object',
    load: () => import('./commands/tree.js'),
  },
  {
    usage: 'ls [path]',
    summary: 'the directories or records below a path',
    load: () => import('./commands/ls.js'),
  },
  {
    usage: 'search <words>',
    summary: 'looks for words in what sync --to sqlite:FILE has written',
    load: () => import('./commands/search/search.js'),
  },
  {
    usage: 'compact [dir]',
    summary: 'one current file a directory of an output folder: the newest versions, deletions applied',
    load: () => import('./commands/compact.js'),
  },
  {
    usage: 'status',
    summary: 'per object: watermark, last run, rows, failures, calls, age',
    load: () => import('./commands/status.js'),
  },
  {
    usage: 'commit',
    summary: 'keep what sync --hold left pending',
    load: () => import('./commands/hold/commit.js'),
  },
  {
    usage: 'rollback',
    summary: 'drop what sync --hold left pending',
    load: () => import('./commands/hold/rollback.js'),
  },
  {
    usage: 'reset',
    summary: 'forget watermarks, so that the next run reads everything again',
    load: () => import('./commands/reset.js'),
  },
  {
    usage: 'cache <action>',
    summary: 'show or clear the field cache',
    words: cacheActions,
    load: () => import('./commands/state/cache.js'),
  },
  {
    usage: 'state <action> [file]',
    summary: 'export, import or repair what is known of earlier runs',
    words: stateActions,
    load: () => import('./commands/state/state.js'),
  },
  {
    usage: 'sandbox',
    summary: 'an embedded Salesforce org on loopback',
    load: () => import('./commands/sandbox.js'),
  },
  {
    usage: 'demo',
    summary: 'a first sync and what follows against an embedded org, in under a minute',
    load: () => import('./commands/demo.js'),
  },
  {
    usage: 'init',
    summary: 'writes a first coco.yml or .salesforcerc',
    load: () => import('./commands/setup/init.js'),
  },
  {
    usage: 'login',
    summary: 'asks how to log in, tries it, and writes it into the configuration',
    load: () => import('./commands/setup/login.js'),
  },
  {
    usage: 'completion <shell>',
    summary: 'prints what bash, zsh or fish need to complete command lines',
    words: shells,
    load: () => import('./commands/completion/completion.js'),
  },
]
