import { refuse } from '../../http/api-errors.js'
import type { Call, Reply } from '../../http/call.js'
import type { SandboxOrg } from '../../org.js'
import { selectRecords } from '../../soql/run.js'
import type { Plan } from '../../soql/plan.js'
import { bindStatement } from './bind-statement.js'

/**
 * GET /query?explain=: how a statement would be run, best plan first, without running it (REST API Developer Guide,
 * "Query Plans"). Costs and cardinalities are those of this org's rows.
 */
export function answerExplain(org: SandboxOrg, call: Call, includeDeleted: boolean): Reply {
  const text = call.query.get('explain') ?? ''
  if (text.trim() === '') throw refuse('noQuery')
  const plan = bindStatement(org, call, text, includeDeleted)
  return { status: 200, json: { plans: renderPlans(plan, text), sourceQuery: text } }
}

/** Fields an org has an index on by itself. */
const INDEXED = /\b(?:Id|Name|OwnerId|CreatedDate|SystemModstamp|\w+Id|Email)\b(?=\s*(?:=|<|>|IN\b))/gi

function renderPlans(plan: Plan, text: string) {
  const total = [...plan.store.rows(plan.object.name)].length
  const { matched } = selectRecords({ ...plan, order: undefined, limit: undefined, offset: 0 })
  const conditions = /\bWHERE\b(.*)/is.exec(text)?.[1] ?? ''
  const indexed = [...new Set(conditions.match(INDEXED) ?? [])]
  const common = { cardinality: matched, sobjectCardinality: total, sobjectType: plan.object.name }
  const scan = {
    ...common,
    fields: [],
    leadingOperationType: 'TableScan',
    notes: [
      {
        description: 'Not considering filter for optimization because unindexed',
        fields: ['IsDeleted'],
        tableEnumOrId: plan.object.name,
      },
    ],
    relativeCost: Math.max(1.1, roundCost(total / 50_000)),
  }
  if (indexed.length === 0) return [scan]
  const relativeCost = roundCost(total === 0 ? 0 : matched / total)
  const index = { ...common, fields: indexed, leadingOperationType: 'Index', notes: [], relativeCost }
  return [index, scan].toSorted((a, b) => a.relativeCost - b.relativeCost)
}

function roundCost(cost: number): number {
  return Math.round(cost * 1000) / 1000
}
