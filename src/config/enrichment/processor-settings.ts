/** The processors of enrichment pipelines and their options, a row each. A new processor begins with its table here. */
import type { ObjectSettingTable } from '../settings/setting.js'
import { choice, list, text, toggle, wholeList, wholeNumber } from '../values/setting-values.js'
import { changeablePath, removablePath, renamedPaths } from './document-path.js'
import { assignments } from './template.js'

const fieldList = 'list of fields of the document'

/** What every processor takes besides `when`. */
export const commonSettings = {
  on_failure: {
    property: 'onFailure',
    check: choice('fail', 'skip_document', 'pass'),
    type: 'fail, skip_document or pass',
    default: 'fail',
    example: 'skip_document',
    effect: 'What a document it cannot take does: fails its object, is left out, or goes on as it was.',
  },
  tombstones: {
    property: 'tombstones',
    check: toggle,
    type: 'true or false',
    default: false,
    example: 'true',
    effect: 'Whether it sees tombstones too.',
  },
} as const satisfies ObjectSettingTable

const set = {
  fields: {
    property: 'fields',
    check: assignments,
    type: 'map of fields and values',
    required: 'fields: { title: "{{title}} ({{type}})" } gives a field its value',
    example: '{ title: "{{title}} ({{type}})" }',
    effect: 'The values. `{{field}}` in a text is filled in; alone it is the value itself, a list or a number too.',
  },
} as const satisfies ObjectSettingTable

const remove = {
  fields: {
    property: 'fields',
    check: list(removablePath),
    type: fieldList,
    required: 'fields: [payload.Fax] names what is taken away',
    example: '[payload.Fax]',
    effect: 'What is taken away.',
  },
} as const satisfies ObjectSettingTable

const rename = {
  fields: {
    property: 'fields',
    check: renamedPaths,
    type: 'map of old and new names',
    required: 'fields: { payload.AnnualRevenue: revenue } moves a value',
    example: '{ payload.AnnualRevenue: revenue }',
    effect: 'From where to where a value moves.',
  },
} as const satisfies ObjectSettingTable

const redact = {
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

const truncate = {
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

/** Each processor by the name it has in a pipeline. */
export const processorSettings = { set, remove, rename, redact, truncate } as const satisfies Record<
  string,
  ObjectSettingTable
>
