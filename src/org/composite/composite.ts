import type { ErrorCode } from '../../errors/codes.js'
import { isExtractError } from '../../errors/extract-error.js'
import type { Api, ApiAnswer, ApiRequest } from '../http/api.js'
import type { OrgClock } from '../http/org-clock.js'
import { readParts, type PartAnswer } from './read-parts.js'

/** The calls of one run that share others: each as a part of POST /composite. */
export interface Composite {
  /** An empty list of calls that may travel together. */
  open(): Group
  /** How many calls a group of so many parts makes. */
  count(parts: { queries: number; describes: number }): number
}

/** Calls that may travel together. Nothing is sent before an answer is asked for. */
export interface Group {
  /**
   * Adds a call, and gives what asks for its answer: undefined where the call is to be made by itself, since it has
   * nothing to share, or nothing came of sharing. Throws what the call by itself would throw for good.
   */
  add(part: Part): () => Promise<ApiAnswer | undefined>
}

export interface Part {
  request: () => Promise<ApiRequest>
  isQuery: boolean
}

interface CompositeParts {
  api: Api
  /** Such as `/services/data/v62.0`. */
  root: () => Promise<string>
  orgClock: Pick<OrgClock, 'startTime'>
}

/** The most parts of a call, and the most queries among them (REST API Developer Guide, "Composite"). */
const mostParts = 25
const mostQueries = 5

/**
 * Opens composite calls. A call counts once against the limit, whatever its parts. An org or a user that may not make
 * them is found out once in a run.
 */
export function openComposite(parts: CompositeParts): Composite {
  const run: CompositeRun = { ...parts, isRefused: false }
  return {
    open() {
      const calls: SharedCall[] = []
      return {
        add(part) {
          const call = calls.find((candidate) => hasRoom(candidate, part)) ?? openCall(calls, run)
          const place = call.parts.push(part) - 1
          return async () => takeAnswer(await call.send(), place)
        },
      }
    },
    count({ queries, describes }) {
      if (run.isRefused) return queries + describes
      return Math.max(Math.ceil(queries / mostQueries), Math.ceil((queries + describes) / mostParts))
    },
  }
}

interface CompositeRun extends CompositeParts {
  isRefused: boolean
}

/** A composite call that is being filled, or was sent. */
interface SharedCall {
  parts: Part[]
  isSent: boolean
  /** The answers by place; sent once. */
  send(): Promise<PartAnswer[]>
}

function hasRoom({ parts, isSent }: SharedCall, { isQuery }: Part): boolean {
  if (isSent || parts.length >= mostParts) return false
  return !isQuery || parts.filter((part) => part.isQuery).length < mostQueries
}

function openCall(calls: SharedCall[], run: CompositeRun): SharedCall {
  let answers: Promise<PartAnswer[]> | undefined
  const call: SharedCall = {
    parts: [],
    isSent: false,
    send() {
      call.isSent = true
      return (answers ??= sendParts(call.parts, run))
    },
  }
  calls.push(call)
  return call
}

/** A call that is asked for again is made by itself: what it had a part in is used up, and need not be kept. */
function takeAnswer(answers: PartAnswer[], place: number): ApiAnswer | undefined {
  const answer = answers[place]
  delete answers[place]
  if (answer !== undefined && 'error' in answer) throw answer.error
  return answer?.answer
}

/** No answer for a part that is to be asked for by itself. */
async function sendParts(parts: Part[], run: CompositeRun): Promise<PartAnswer[]> {
  if (parts.length < 2 || run.isRefused) return []
  try {
    return await sendTogether(parts, run)
  } catch (error) {
    if (isTooMuch(error)) return sendHalves(parts, run)
    if (isExtractError(error, ...refusals)) run.isRefused = true
    else if (!isExtractError(error, ...passing)) throw error
    return []
  }
}

/** The org has no composite calls, or none for this user. */
const refusals: ErrorCode[] = ['ACCESS_DENIED', 'OBJECT_NOT_FOUND', 'QUERY_REFUSED']

/** Each part is tried by itself then, as often as the settings say. */
const passing: ErrorCode[] = ['ORG_UNREACHABLE', 'ORG_UNAVAILABLE', 'BAD_ANSWER']

function isTooMuch(error: unknown): boolean {
  return isExtractError(error, 'QUERY_TIMEOUT') || (isExtractError(error) && error.details.size === 'too large')
}

async function sendHalves(parts: Part[], run: CompositeRun): Promise<PartAnswer[]> {
  const middle = Math.ceil(parts.length / 2)
  const [first, second] = await Promise.all(
    [parts.slice(0, middle), parts.slice(middle)].map((half) => sendParts(half, run)),
  )
  const answers = [...first!]
  answers.length = middle
  return [...answers, ...second!]
}

async function sendTogether(parts: Part[], { api, root, orgClock }: CompositeRun): Promise<PartAnswer[]> {
  const requests = await Promise.all(parts.map(tryRequest))
  const compositeRequest = requests.flatMap((request, place) => (request ? [buildSubrequest(request, place)] : []))
  if (compositeRequest.length < 2) return []
  const json = { allOrNone: false, compositeRequest }
  const answer = await api.call({ path: `${await root()}/composite`, json, isShared: true })
  // Windows end at the time of an answer: without one each part fails or not by itself. An org that never tells the
  // time would be asked for each part in vain.
  if (answer.orgTime === undefined && orgClock.startTime() !== undefined) return []
  return readParts(answer, requests, nameOf)
}

/** Undefined for what can't be asked for: by itself it throws why. */
async function tryRequest({ request }: Part): Promise<ApiRequest | undefined> {
  try {
    return await request()
  } catch (error) {
    if (isExtractError(error)) return undefined
    throw error
  }
}

function buildSubrequest({ path, headers = {} }: ApiRequest, place: number) {
  const httpHeaders = Object.keys(headers).length > 0 ? nameHeaders(headers) : undefined
  return { method: 'GET', url: path, referenceId: nameOf(place), httpHeaders }
}

/** Reference Ids have to begin with a letter. */
function nameOf(place: number): string {
  return `part${place}`
}

/** As the documentation spells them; names of headers are not said to be free of case here. */
function nameHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [spellName(name), value]))
}

function spellName(name: string): string {
  return name.replaceAll(/(?:^|-)[a-z]/g, (start) => start.toUpperCase())
}
