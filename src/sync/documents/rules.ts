import type { DocumentSettings } from '../../config/values/document-fields.js'
import type { SObjectDescribe } from '../../terms.js'
import { findField, type DescribeOf } from '../plan/readable.js'
import { defaultTitle, standardObject } from '../plan/standard-objects.js'
import { everyTextRule, type ContentRule } from './content.js'
import { kindOf, type FieldValue } from './field-text.js'
import type { TagRule } from './tags.js'

/** What documents of an sObject say. */
export interface DocumentRules {
  /** The first that holds something is the title. */
  title: FieldValue[]
  content: ContentRule[]
  tags: TagRule[]
}

/**
 * The rules by the settings, then the table, then the describe. A configured title has the default one behind it, for
 * records whose fields hold nothing; configured lines of the content come before the texts of a case's conversation.
 */
export function buildRules(
  describe: SObjectDescribe,
  describeOf: DescribeOf,
  { title = [], content, tags }: DocumentSettings = {},
): DocumentRules {
  const table = standardObject(describe.name)
  const lines = table?.content ?? everyTextRule(describe)
  const value = (field: string): FieldValue => {
    const found = findField(field, describe, describeOf)
    return { field, kind: found && kindOf(found) }
  }
  return {
    title: [...title, ...defaultTitle(describe)].map(value),
    content:
      content === undefined
        ? lines
        : [...content.map((line) => ({ ...line, ...value(line.field) })), ...lines.filter((line) => 'list' in line)],
    tags: tags?.map((tag) => ({ ...tag, ...value(tag.field) })) ?? table?.tags ?? [],
  }
}
