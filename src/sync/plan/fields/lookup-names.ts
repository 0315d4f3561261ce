/** The names of the records that custom lookups lead to. */
import type { FieldDescribe, SObjectDescribe } from '../../../terms.js'
import type { DescribeOf } from '../readable.js'

/**
 * A path such as `Region__r.Name` for each custom lookup of an sObject, but for those that are left out and those whose
 * records have no name. The describe of the parent is used where it is known, and never worth a call: where another
 * name field was taken on trust, the org's refusal brings the describe.
 */
export function lookupNames(
  describe: SObjectDescribe,
  describeOf: DescribeOf,
  isExcluded: (path: string) => boolean,
): string[] {
  const known: DescribeOf = (sobject) => (sobject === describe.name ? describe : describeOf(sobject))
  return describe.fields
    .filter(({ custom, name }) => custom && !isExcluded(name))
    .flatMap((field) => {
      const name = field.relationshipName === null ? undefined : nameOfParent(field, known)
      return name === undefined ? [] : [`${field.relationshipName}.${name}`]
    })
}

function nameOfParent({ referenceTo, polymorphicForeignKey }: FieldDescribe, describeOf: DescribeOf) {
  const [parent] = referenceTo
  if (parent === undefined) return undefined
  // Parents of several kinds have the fields of the pseudo-object Name.
  if (polymorphicForeignKey || referenceTo.length > 1) return 'Name'
  const fields = describeOf(parent)?.fields ?? []
  return fields.length === 0 ? usualNameField(parent) : fields.find(({ nameField }) => nameField)?.name
}

/** What an sObject's name field is called; the exceptions are from the Object Reference for the Salesforce Platform. */
function usualNameField(sobject: string): string {
  if (Object.hasOwn(nameFields, sobject)) return nameFields[sobject]!
  const [, suffix = ''] = /__([a-z]+)$/i.exec(sobject) ?? []
  return nameFieldsBySuffix.get(suffix.toLowerCase()) ?? 'Name'
}

const nameFields: Record<string, string> = {
  Case: 'CaseNumber',
  ContentDocument: 'Title',
  Contract: 'ContractNumber',
  ContractLineItem: 'LineItemNumber',
  Event: 'Subject',
  Order: 'OrderNumber',
  OrderItem: 'OrderItemNumber',
  QuoteLineItem: 'LineNumber',
  ServiceAppointment: 'AppointmentNumber',
  Solution: 'SolutionName',
  Task: 'Subject',
  WorkOrder: 'WorkOrderNumber',
  WorkOrderLineItem: 'LineItemNumber',
}

const nameFieldsBySuffix = new Map([
  ['kav', 'Title'],
  ['mdt', 'DeveloperName'],
  ['x', 'ExternalId'],
])
