import { refuse } from '../../http/api-errors.js'
import type { Call, Reply } from '../../http/call.js'
import { readJson } from '../../http/read-json.js'
import type { SandboxOrg } from '../../org.js'
import { answerParts, readParts } from './composite.js'
import type { AnswerCall, Subrequest } from './subrequest.js'

interface Graph {
  graphId?: unknown
  compositeRequest?: Subrequest[]
}

/** POST /composite/graph: up to 75 graphs with 500 subrequests in all, each graph wholly or not at all, as one call. */
export function answerGraph(org: SandboxOrg, call: Call, answer: AnswerCall): Reply {
  const graphs = (readJson(call.body) as { graphs?: Graph[] } | null)?.graphs
  if (!Array.isArray(graphs) || graphs.some((graph) => typeof graph?.graphId !== 'string'))
    throw refuse('badJson', 'graphs must be an array of graphs with a graphId')
  if (graphs.length > MAX_GRAPHS) throw refuse('graphLimit', `Maximum ${MAX_GRAPHS} graphs are allowed in a payload`)
  const all = graphs.map((graph) => readParts(graph.compositeRequest))
  if (all.flat().length > MAX_NODES) throw refuse('graphLimit', `Maximum ${MAX_NODES} nodes are allowed in a payload`)
  const answered = all.map((parts) => answerParts(org, call, parts, answer, true))
  return {
    status: 200,
    json: {
      graphs: answered.map(({ compositeResponse }, index) => ({
        graphId: graphs[index]!.graphId,
        graphResponse: { compositeResponse },
        isSuccessful: compositeResponse.every(({ httpStatusCode }) => httpStatusCode < 400),
      })),
    },
    subrequests: answered.flatMap(({ subrequests }) => subrequests),
  }
}

const MAX_GRAPHS = 75
const MAX_NODES = 500
