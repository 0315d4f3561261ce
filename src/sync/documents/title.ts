import type { Row, SObjectDescribe } from '../../terms.js'
import { fieldText, type FieldValue } from './field-text.js'
import { looksRich, plainText } from '../../extraction/html/rich-text.js'
import { standardObject } from '../plan/standard-objects.js'

/** What a person calls the record: the first of the fields that holds something; its Id where none does. */
export function buildTitle(row: Row, fields: FieldValue[]): string {
  for (const field of fields) {
    const text = fieldText(row, field)
    if (text !== undefined) return text
  }
  return String(row['Id'])
}

/**
 * The description, cut at 200 characters with `...` where it is longer; the title where there is none.
 * The description of the standard objects is plain text; a custom one may be rich text.
 */
export function buildSummary(row: Row, title: string, describe: SObjectDescribe): string {
  const texts = ['Description', 'Description__c'].map((name) => textOf(row[name], name, describe))
  const description = texts.find(holdsText)
  return description === undefined ? title : cutText(description, summaryLength)
}

const summaryLength = 200

function textOf(value: unknown, name: string, { name: sobject, fields }: SObjectDescribe): unknown {
  if (!holdsText(value) || standardObject(sobject) !== undefined) return value
  const isHtml = fields.some((field) => field.name === name && field.htmlFormatted)
  return isHtml || looksRich(value) ? plainText(value) : value
}

/** Characters are counted as code points, so that no surrogate pair is cut in two. */
function cutText(text: string, length: number): string {
  let end = 0
  for (let count = 0; count < length && end < text.length; count++) end += text.codePointAt(end)! > 0xffff ? 2 : 1
  return end < text.length ? `${text.slice(0, end)}...` : text
}

function holdsText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}
