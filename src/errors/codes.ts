import { fileCodes } from './file-codes.js'
import { outputCodes } from './output-codes.js'
import { loginCodes } from './login-codes.js'
import { stateCodes } from './state-codes.js'
import { targetCodes } from './target-codes.js'
import { wayCodes } from './way-codes.js'

/** Every code an error of sf-extract can carry: what it means, when it is normal, what to do, what follows from it. */
export const codeTable = {
  USAGE: {
    exitCode: 2,
    description: "A flag or an argument is wrong, or two of them exclude each other. Read the command's --help.",
  },
  CONFIG_NOT_FOUND: {
    exitCode: 2,
    description: "No configuration was found and the environment doesn't name an org. Run `sf-extract init`.",
  },
  CONFIG_SYNTAX: {
    exitCode: 2,
    description: 'The file is not valid YAML, JSON or JavaScript. The message has line and column.',
  },
  CONFIG_INVALID: {
    exitCode: 2,
    ends: 'run',
    description: 'One or more settings are wrong. Each problem is listed with its path in the file.',
  },
  DATASOURCE_UNKNOWN: {
    exitCode: 2,
    description: 'No datasource has that id or name. The hint lists those there are.',
  },
  DATASOURCE_DISABLED: {
    exitCode: 2,
    description: 'The datasource is switched off in the configuration. `--force` runs it all the same.',
  },
  OBJECT_UNKNOWN: {
    exitCode: 2,
    description:
      "The configuration or the command names an sObject that the org doesn't have or show to the run-as user.",
  },
  SOQL_INVALID: {
    exitCode: 2,
    description: "The org doesn't take the SOQL given to `query`: a name it doesn't know, a mistake, or too long.",
  },
  RECORD_UNKNOWN: {
    exitCode: 2,
    description:
      'The org has no record with the Id given to `get` that the run-as user can see, or `sync` would not write it.',
  },
  ...loginCodes,
  SESSION_NOT_FOR_API: {
    exitCode: 3,
    ends: 'run',
    description: "The login worked, but the org doesn't take its token for the REST API.",
  },
  ORG_UNREACHABLE: {
    exitCode: 6,
    ends: 'run',
    description:
      "The org can't be reached at all: no answer or no login after every retry, or a certificate that is not trusted.",
  },
  ...wayCodes,
  ORG_UNAVAILABLE: {
    exitCode: 6,
    description: 'A call got only 5xx or 429 answers, or web pages of something in between, after every retry.',
  },
  QUOTA_REACHED: {
    exitCode: 5,
    ends: 'run',
    description:
      "The org's daily API limit, the reserve below it, or --max-calls is reached. The next run goes on from here.",
  },
  FIELD_UNKNOWN: {
    exitCode: 4,
    description:
      "The org doesn't know a field in the statement. Usual after a schema change; the describe is read again once.",
  },
  OBJECT_NOT_FOUND: {
    exitCode: 4,
    description:
      "The org doesn't know the sObject or the address, or no longer shows an sObject that earlier runs have read.",
  },
  ACCESS_DENIED: {
    exitCode: 4,
    lasts: true,
    description: 'The run-as user may not read this.',
  },
  QUERY_TIMEOUT: {
    exitCode: 4,
    description: 'The org could not answer the statement in time or found it too complicated; the window is split.',
  },
  QUERY_REFUSED: {
    exitCode: 4,
    lasts: true,
    description: 'The org refuses the statement for another reason.',
  },
  JOB_FAILED: {
    exitCode: 4,
    description: 'A query job of the Bulk API failed or took too long. The rows are read by REST instead.',
  },
  LOCATOR_LOST: {
    exitCode: 4,
    description:
      'A query locator is dead: too old, or its session ended. The statement is opened again after the last row.',
  },
  ORG_CHANGED: {
    exitCode: 2,
    ends: 'run',
    description:
      'Another org answers at the address than the one read before: a refreshed sandbox, say. `sync --full` begins anew.',
  },
  FOREIGN_ADDRESS: {
    exitCode: 4,
    description:
      "An address in an answer (of a next page, a file, or the login's instance) leads off the org. It is not followed.",
  },
  ORG_MOVED: {
    exitCode: 4,
    ends: 'run',
    description:
      'The org is not at its address any more: a redirect, which is not followed, or a page for people answers there.',
  },
  BAD_ANSWER: {
    exitCode: 4,
    description: "An answer doesn't have the shape the API promises, or more or fewer rows than it announced.",
  },
  ...fileCodes,
  ENRICHMENT_FAILED: {
    exitCode: 4,
    description:
      'A processor of the enrichment pipeline could not take a document, and is not told to go on without it. The watermark stands.',
  },
  LOCK_HELD: {
    exitCode: 7,
    ends: 'run',
    forbidsKeeping: true,
    description:
      'Another run holds this datasource, or another dispatcher works on this state. The message names the holder.',
  },
  SINK_CLOSED: {
    exitCode: 0,
    ends: 'command',
    forbidsKeeping: true,
    description: 'The reader of stdout went away. Nothing past what it took is remembered.',
  },
  ...outputCodes,
  ...targetCodes,
  ...stateCodes,
  FILES_EXHAUSTED: {
    exitCode: 1,
    ends: 'command',
    forbidsKeeping: true,
    description: 'The process may not open as many files as it needs. Raise the limit: `ulimit -n 1024`.',
  },
  OVERDUE: {
    exitCode: 1,
    description: 'A datasource has had no successful run for as long as `status --fail-after` allows.',
  },
  INTERRUPTED: {
    exitCode: 130,
    ends: 'command',
    description: 'SIGINT or SIGTERM: the checkpoint is kept, exit 130 or 143.',
  },
  BUG: {
    exitCode: 1,
    ends: 'run',
    description: 'A bug of sf-extract. Please report it.',
  },
} as const satisfies Record<string, CodeRow>

export type ErrorCode = keyof typeof codeTable

/** The codes alone, in the order of the table. */
export const errorCodes = Object.keys(codeTable) as ErrorCode[]

/** What follows from a code. */
export function findCodeRow(code: ErrorCode): CodeRow {
  return codeTable[code]
}

interface CodeRow {
  /** The number a shell sees where this error ended the command. */
  exitCode: number
  /** `run`: no other object is read. `command`: no other datasource is run either. Absent: one object fails alone. */
  ends?: 'run' | 'command'
  /** The documents have nowhere to go, no state can be written or no file opened, or another run has taken over. */
  forbidsKeeping?: true
  /** Comes again in each run: what the run-as user may not read. A warning where a child meets it. */
  lasts?: true
  description: string
}
