/** The options of processors that work on a document's own fields, a row each. */
import type { ObjectSettingTable } from '../settings/setting.js'
import { choice, list, text, toggle, wholeList, wholeNumber } from '../values/setting-values.js'
import { changeablePath, removablePath, renamedPaths } from './document-path.js'
import { assignments } from './template.js'

const fieldList = 'list of fields of the document'

/** `set`. */
export const set = {
  fields: {
    property: 'fields',
    check: assignments,
    type: 'map of fields and values',
    required: 'fields: { title: "{{title}} ({{type}})" } gives a field its value',
    example: '{ title: "{{title}} ({{type}})" }',
    effect: 'The values. `{{field}}` in a text is filled in; alone it is the value itself, a list or a number too.',
  },
} as const satisfies ObjectSettingTable

export const remove = {
  fields: {
    property: 'fields',
    check: list(removablePath),
    type: fieldList,
    required: 'fields: [payload.Fax] names what is taken away',
    example: '[payload.Fax]',
    effect: 'What is taken away.',
  },
} as const satisfies ObjectSettingTable

/** `rename`. */
export const rename = {
  fields: {
    property: 'fields',
    check: renamedPaths,
    type: 'map of old and new names',
    required: 'fields: { payload.AnnualRevenue: revenue } moves a value',
    example: '{ payload.AnnualRevenue: revenue }',
    effect: 'From where to where a value moves.',
  },
} as const satisfies ObjectSettingTable

/** `redact`. */
export const redact = {
  fields: {
    property: 'fields',
    check: list(changeablePath),
    type: fieldList,
    default: ['title', 'summary', 'content', 'tags', 'payload'],
    example: '[content, payload]',
    effect: 'Where it looks, with everything below.',
  },
  preset: {
    property: 'presets',
    check: list(choice('email', 'phone', 'card', 'iban', 'ssn')),
    type: 'list of email, phone, card, iban, ssn',
    example: '[email, phone]',
    effect: 'What it looks for. Cards have to pass the Luhn check, IBANs their checksum; ssn is the US form.',
  },
  pattern: {
    property: 'patterns',
    check: wholeList(text),
    type: 'list of regular expressions',
    example: "['ACME-[0-9]{6}']",
    effect: 'What else it looks for, in RE2 syntax: no lookbehind, no backreferences, and no way to run away.',
  },
  with: {
    property: 'replacement',
    check: text,
    type: 'text',
    default: '[redacted]',
    example: '"***"',
    effect: 'What stands in its place.',
  },
} as const satisfies ObjectSettingTable

/** `truncate`. */
export const truncate = {
  fields: {
    property: 'fields',
    check: list(changeablePath),
    type: fieldList,
    default: ['content'],
    example: '[content, payload.Description]',
    effect: 'The texts that are cut.',
  },
  length: {
    property: 'length',
    check: wholeNumber(1, 10_000_000),
    type: 'number',
    required: 'length: 10000 is how many characters are left',
    example: '10000',
    effect: 'How many characters are left, the mark among them. Characters, not bytes: none is cut in two.',
  },
  mark: {
    property: 'mark',
    check: text,
    type: 'text',
    default: '…',
    example: '"[cut]"',
    effect: 'What the cut ends with.',
  },
} as const satisfies ObjectSettingTable

/** `chunk`. */
export const chunk = {
  field: {
    property: 'field',
    check: changeablePath,
    type: 'field of the document',
    default: 'content',
    example: 'content',
    effect: 'The text that is cut into passages. One that is not longer than size stays whole, in its document.',
  },
  size: {
    property: 'size',
    check: wholeNumber(20, 1_000_000),
    type: 'number',
    default: 1000,
    example: '1200',
    effect:
      'The most characters of a passage. It ends with a paragraph or a sentence where one ends in its second half.',
  },
  overlap: {
    property: 'overlap',
    check: wholeNumber(0, 500_000),
    type: 'number',
    default: 100,
    example: '200',
    effect: 'At most so many characters of a passage begin the next one too; no more than half of size.',
  },
  parent: {
    property: 'parent',
    check: toggle,
    type: 'true or false',
    default: true,
    example: 'false',
    effect: 'Whether the document itself goes on beside its passages.',
  },
  payload: {
    property: 'payload',
    check: toggle,
    type: 'true or false',
    default: false,
    example: 'true',
    effect: 'Whether passages carry the payload of their document.',
  },
} as const satisfies ObjectSettingTable
