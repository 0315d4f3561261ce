import { redact } from '../../errors/redact.js'
import { shorten } from '../../errors/shorten.js'
import { readNames, type NamedInText } from './named-in-text.js'

/** What an answer with an error said, whatever form it said it in. */
export interface OrgProblem {
  status: number
  salesforceCode?: string
  /** One line, without the copy of the statement that SOQL errors begin with. Never empty. */
  message: string
  /** The names in quotes in it, and where in the statement it saw the cause. */
  names?: string[]
  place?: { row: number; column: number }
  /** It was a page for people: another host, or something in front of the org, has answered. */
  isPage?: boolean
}

/**
 * Reads the body of an error: the REST API's array, an object, XML, an HTML page of the edge, plain text, or nothing.
 * Salesforce documents only the array; 406 and 420 come without a body, maintenance and over-long addresses as HTML.
 */
export function readError(status: number, body: Buffer): OrgProblem {
  const text = body.toString('utf8').trim()
  const { salesforceCode, message: said } = readJson(text) ?? readXml(text) ?? { message: readMarkup(text) }
  const named = readNames(redact(said).slice(0, longestPage))
  return {
    status,
    salesforceCode: salesforceCode && shorten(salesforceCode.trim(), longestCode),
    message: renderOneLine(named) || `HTTP ${status}`,
    ...(named.quoted.length === 0 ? {} : { names: named.quoted }),
    place: named.place,
    ...(salesforceCode === undefined && isWebPage(body) ? { isPage: true } : {}),
  }
}

/** A page for people where JSON was asked for: something in front of the org, or another host, has answered. */
export function isWebPage(body: Buffer): boolean {
  return body.toString('utf8', 0, 100).trimStart().startsWith('<')
}

type Said = { salesforceCode?: string | undefined; message: string }

function readJson(text: string): Said | undefined {
  if (!/^[[{"]/.test(text)) return undefined
  try {
    const parsed: unknown = JSON.parse(text)
    const entries = (Array.isArray(parsed) ? parsed : [parsed]).map(readEntry)
    const messages = [...new Set(entries.map((entry) => entry.message).filter((message) => message !== ''))]
    const salesforceCode = entries.find((entry) => entry.salesforceCode)?.salesforceCode
    return { salesforceCode, message: messages.join('; ') }
  } catch {
    return undefined
  }
}

/** `errorCode` is REST's name for it, `exceptionCode` the Bulk API's, `error` OAuth's. */
function readEntry(entry: unknown): Said {
  if (typeof entry === 'string') return { message: entry }
  if (typeof entry !== 'object' || entry === null) return { message: '' }
  const fields = entry as Record<string, unknown>
  return {
    salesforceCode: firstText(fields, ['errorCode', 'exceptionCode', 'error']),
    message: firstText(fields, ['message', 'exceptionMessage', 'error_description']) ?? '',
  }
}

function firstText(fields: Record<string, unknown>, names: string[]): string | undefined {
  return names.map((name) => fields[name]).find((value) => typeof value === 'string')
}

function readXml(text: string): Said | undefined {
  const code = /<(?:errorCode|exceptionCode)>([^<]*)</i.exec(text)?.[1]
  if (code === undefined) return undefined
  return { salesforceCode: code.trim(), message: /<(?:message|exceptionMessage)>([^<]*)</i.exec(text)?.[1] ?? '' }
}

/** A page can be long, and its beginning says what it is. */
const longestPage = 20_000

/** Of the title of a page and its text one is left out where the other says it too. */
function readMarkup(markup: string): string {
  const page = redact(markup)
    .slice(0, longestPage)
    .replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
  const [element = '', inner = ''] = /<title\b[^>]*>([^<]*)<\/title>/i.exec(page) ?? []
  const [title, text] = [withoutTags(inner), withoutTags(page.replace(element, ' '))]
  if (title.includes(text)) return title
  return text.includes(title) ? text : `${title} ${text}`
}

function withoutTags(page: string): string {
  return page
    .replaceAll(/<[^>]*>?/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

const longestMessage = 400

/** Salesforce's longest has 60. */
const longestCode = 80

function renderOneLine({ place, rest }: NamedInText): string {
  const line = rest
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .replace(/ If you are attempting to use a custom \w+, be sure to append .*/, '')
    .trim()
  const short = shorten(line, longestMessage)
  return place ? `${short.replace(/[.。]$/u, '')} (row ${place.row}, column ${place.column})` : short
}
