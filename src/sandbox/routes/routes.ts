import { refuse } from '../http/api-errors.js'
import type { Call, Reply } from '../http/call.js'
import type { SandboxOrg } from '../org.js'
import { answerCollection } from './composite/collections.js'
import { answerIngestJobs, answerJobResources, answerJobs } from './jobs/jobs.js'
import { abortJob, answerJob, deleteJob } from './jobs/job.js'
import { answerResultPages, answerResults } from './jobs/results.js'
import { answerLimits, answerRecordCounts } from './limits.js'
import { answerBasicInfo, answerDescribe, answerGlobal } from './objects/describe.js'
import { answerApprovalLayouts, answerCompactLayouts, answerLayouts, answerListViews } from './objects/layouts.js'
import { answerPassword } from './objects/password.js'
import { answerRecent } from './objects/recent.js'
import { answerDeleted, answerUpdated } from './objects/replication.js'
import { answerBlob, answerRow } from './objects/rows.js'
import { answerRelated } from './objects/related.js'
import { answerNextPage, answerQueries } from './queries/query.js'
import { answerParameterizedSearch, answerSearch } from './search/search.js'
import { answerTooling } from './tooling/tooling.js'
import { answerCompositeResources, answerResources } from './versions.js'

export interface Route {
  /** Below /services/data/vNN.0. */
  pattern: RegExp
  methods: string[]
  /** No part of a composite. */
  isOuter?: boolean
  answer: (org: SandboxOrg, call: Call, parts: string[]) => Reply
}

/** What the REST API answers. The first pattern with the method of the call takes it. */
export const ROUTES: Route[] = [
  read(/^$/, answerResources),
  read(/^\/sobjects$/, answerGlobal),
  read(/^\/sobjects\/([^/]+)$/, (org, call, [name]) => answerBasicInfo(org, call, name!)),
  write(/^\/sobjects\/([^/]+)$/, ['POST'], (name) => refuse('cannotInsert', name)),
  read(/^\/sobjects\/([^/]+)\/describe$/, (org, call, [name]) => answerDescribe(org, call, name!)),
  read(/^\/sobjects\/([^/]+)\/describe\/layouts(?:\/\w+)?$/, (org, call, [name]) => answerLayouts(org, call, name!)),
  read(/^\/sobjects\/([^/]+)\/describe\/compactLayouts(?:\/\w+)?$/, (org, call, [name]) =>
    answerCompactLayouts(org, call, name!),
  ),
  read(/^\/sobjects\/([^/]+)\/describe\/approvalLayouts$/, (org, _call, [name]) => answerApprovalLayouts(org, name!)),
  read(/^\/sobjects\/([^/]+)\/listviews$/, (org, _call, [name]) => answerListViews(org, name!)),
  read(/^\/sobjects\/([^/]+)\/quickActions$/, (org, _call, [name]) => answerListViews(org, name!, [])),
  read(/^\/sobjects\/([^/]+)\/deleted$/, (org, call, [name]) => answerDeleted(org, call, name!)),
  read(/^\/sobjects\/([^/]+)\/updated$/, (org, call, [name]) => answerUpdated(org, call, name!)),
  read(/^\/sobjects\/([^/]+)\/([^/]+)$/, (org, call, [name, id]) => answerRow(org, call, name!, id!)),
  write(/^\/sobjects\/([^/]+)\/([^/]+)$/, ['PATCH', 'DELETE'], () => refuse('cannotChange')),
  {
    pattern: /^\/sobjects\/user\/([^/]+)\/password$/i,
    methods: ['GET', 'POST', 'DELETE'],
    answer: (org, call, [id]) => answerPassword(org, call, id!),
  },
  read(
    /^\/sobjects\/([^/]+)\/([^/]+)\/([^/]+)$/,
    (org, call, parts) =>
      answerBlob(org, call, parts as [string, string, string]) ??
      answerRelated(org, call, parts as [string, string, string]),
  ),
  write(/^\/sobjects\/([^/]+)\/([^/]+)\/([^/]+)$/, ['PATCH', 'DELETE'], () => refuse('cannotChange')),
  read(/^\/query$/, (org, call) => answerQueries(org, call, false)),
  read(/^\/queryAll$/, (org, call) => answerQueries(org, call, true)),
  read(/^\/(?:query|queryAll)\/([^/]+)$/, (org, call, [locator]) => answerNextPage(org, call, locator!)),
  read(/^\/search$/, answerSearch),
  { pattern: /^\/parameterizedSearch$/, methods: ['GET', 'POST'], answer: answerParameterizedSearch },
  read(/^\/recent$/, answerRecent),
  read(/^\/limits$/, answerLimits),
  read(/^\/limits\/recordCount$/, answerRecordCounts),
  read(/^\/tooling(\/.*)?$/, answerTooling),
  {
    pattern: /^\/composite\/sobjects\/([^/]+)$/,
    methods: ['GET', 'POST'],
    answer: (org, call, [name]) => answerCollection(org, call, name!),
  },
  write(/^\/composite\/sobjects$/, ['POST', 'PATCH', 'DELETE'], () => refuse('cannotChange')),
  write(/^\/composite\/tree(?:\/[^/]+)?$/, ['POST'], () => refuse('cannotChange')),
  outer(/^\/composite$/, ['GET'], answerCompositeResources),
  outer(/^\/jobs$/, ['GET'], answerJobResources),
  outer(/^\/jobs\/ingest$/, ['GET', 'POST'], answerIngestJobs),
  outer(/^\/jobs\/query$/, ['GET', 'POST'], answerJobs),
  outer(/^\/jobs\/query\/([^/]+)$/, ['GET'], (org, call, [id]) => answerJob(org, call, id!)),
  outer(/^\/jobs\/query\/([^/]+)$/, ['PATCH'], (org, call, [id]) => abortJob(org, call, id!)),
  outer(/^\/jobs\/query\/([^/]+)$/, ['DELETE'], (org, call, [id]) => deleteJob(org, call, id!)),
  outer(/^\/jobs\/query\/([^/]+)\/results$/, ['GET'], (org, call, [id]) => answerResults(org, call, id!)),
  outer(/^\/jobs\/query\/([^/]+)\/resultPages$/, ['GET'], (org, call, [id]) => answerResultPages(org, call, id!)),
]

function read(pattern: RegExp, answer: Route['answer']): Route {
  return { pattern, methods: ['GET'], answer }
}

/** Nobody may write here: the org refuses as it does to a user who may only read. */
function write(pattern: RegExp, methods: string[], refusal: (name: string) => Error): Route {
  return {
    pattern,
    methods,
    answer: (_org, _call, [name]) => {
      throw refusal(name ?? '')
    },
  }
}

function outer(pattern: RegExp, methods: string[], answer: Route['answer']): Route {
  return { pattern, methods, isOuter: true, answer }
}
