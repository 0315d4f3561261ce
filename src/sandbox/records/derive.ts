import { STAGES } from '../schema/stages.js'

type Values = Record<string, unknown>

/**
 * Sets the fields the org works out itself (a person's Name, IsClosed, Probability, …) on the values about to be
 * stored.
 * `before` are the values of the version it replaces, none on an insert; `at` is the stamp of the change.
 */
export function derive(sobject: string, values: Values, before: Values | undefined, at: number): void {
  DERIVATIONS[sobject]?.(values, before, at)
}

const DERIVATIONS: Record<string, (values: Values, before: Values | undefined, at: number) => void> = {
  Contact: deriveName,
  User: deriveName,
  Lead: (values) => {
    deriveName(values)
    values['IsConverted'] = values['Status'] === 'Closed - Converted'
  },
  Opportunity: deriveOpportunity,
  Case: deriveCase,
  Task: (values) => {
    values['Status'] ??= 'Not Started'
    values['Priority'] ??= 'Normal'
    values['IsClosed'] = values['Status'] === 'Completed'
    values['IsHighPriority'] = values['Priority'] === 'High'
  },
  FeedItem: deriveEdit('Body'),
  FeedComment: deriveEdit('CommentBody'),
  Invoice__c: (values) => {
    values['Open__c'] = values['Status__c'] !== 'Paid' && values['Status__c'] !== 'Void'
  },
}

/** First and last name; the salutation is not part of it. */
function deriveName(values: Values): void {
  values['Name'] = [values['FirstName'], values['LastName']].filter(Boolean).join(' ')
}

function deriveOpportunity(values: Values, before: Values | undefined, at: number): void {
  const stage = STAGES.find(({ name }) => name === values['StageName'])
  if (stage && values['StageName'] !== before?.['StageName']) {
    values['Probability'] = stage.probability
    values['ForecastCategory'] = stage.forecastCategory
    values['ForecastCategoryName'] = stage.forecastCategoryName
    values['IsClosed'] = stage.isClosed
    values['IsWon'] = stage.isWon
    if (before) values['LastStageChangeDate'] = at
  }
  const { Amount: amount, Probability: probability, CloseDate: closeDate } = values
  values['ExpectedRevenue'] =
    amount == null || probability == null ? null : Math.round(Number(amount) * Number(probability)) / 100
  if (typeof closeDate !== 'string') return
  values['FiscalYear'] = Number(closeDate.slice(0, 4))
  values['FiscalQuarter'] = Math.ceil(Number(closeDate.slice(5, 7)) / 3)
  values['Fiscal'] = `${closeDate.slice(0, 4)} ${String(values['FiscalQuarter'])}`
}

function deriveCase(values: Values, before: Values | undefined, at: number): void {
  values['Status'] ??= 'New'
  values['IsClosed'] = values['Status'] === 'Closed'
  if (!values['IsClosed']) values['ClosedDate'] = null
  else if (!before?.['IsClosed']) values['ClosedDate'] = values['ClosedDate'] ?? at
}

/** An edited post or comment counts its revisions. */
function deriveEdit(body: string) {
  return (values: Values, before: Values | undefined, at: number): void => {
    if (!before) values['Revision'] = 1
    if (!before || before[body] === values[body]) return
    values['Revision'] = Number(before['Revision'] ?? 1) + 1
    values['LastEditDate'] = at
    values['LastEditById'] = values['CreatedById']
  }
}
