import { FAULTS, type FaultName, type FaultSpec, type FaultStage, type Strike } from './faults.js'
import { validateFault } from './validate-fault.js'
import type { ObjectSchema } from '../terms.js'

/** What a fault is matched against. */
export interface FaultSubject {
  /** `GET /path?query` with the query decoded. */
  line: string
  object?: string | undefined
  /** Which page of a result it reads, from 1. */
  page?: number | undefined
  /** A login: faults of other stages strike here only where their path names it. */
  isLogin?: boolean
}

export interface FaultBook {
  /** Throws for what `validateFault` refuses, and a `stale-describe` of no sObject. */
  add(spec: FaultSpec): void
  /** All of a name, or all. */
  remove(name?: string): void
  list(): FaultSpec[]
  /**
   * The first fault of this name that strikes here; each match counts. `applies` says whether the moment has come that
   * a matching fault waits for: until then it doesn't strike, and its count stays.
   */
  strike(name: FaultName, subject: FaultSubject, applies?: (spec: Strike) => boolean): Strike | undefined
  /** The first fault of any name of the stage, in the order they were set. */
  strikeAny(stage: FaultStage, subject: FaultSubject): Strike | undefined
}

/** The faults set on an org. `findObject` is asked for the schema a stale describe freezes. */
export function openFaultBook(findObject: (name: string) => ObjectSchema | undefined): FaultBook {
  let active: ActiveFault[] = []
  const take = (fits: (fault: ActiveFault) => boolean, subject: FaultSubject): Strike | undefined => {
    let struck: ActiveFault | undefined
    for (const fault of active) {
      if (!isMatch(fault, subject) || !fits(fault)) continue
      fault.seen++
      if (struck === undefined && isDue(fault)) struck = fault
    }
    if (struck) struck.struck++
    return struck?.spec
  }
  return {
    add(spec) {
      validateFault(spec)
      const frozen =
        spec.name === 'stale-describe' && spec.object ? structuredClone(findObject(spec.object)) : undefined
      if (spec.name === 'stale-describe' && !frozen) throw new Error(`the org has no sObject ${spec.object ?? ''}`)
      const pattern = spec.path === undefined ? undefined : new RegExp(spec.path, 'i')
      active.push({
        asked: spec,
        spec: { ...spec, frozen },
        pattern,
        count: spec.count ?? FAULTS[spec.name].count,
        seen: 0,
        struck: 0,
      })
    },
    remove(name) {
      active = name === undefined ? [] : active.filter((fault) => fault.spec.name !== name)
    },
    list: () => active.map(({ asked }) => asked),
    strike: (name, subject, applies = () => true) =>
      take((fault) => fault.spec.name === name && applies(fault.spec), subject),
    strikeAny: (stage, subject) => take((fault) => FAULTS[fault.spec.name].stage === stage, subject),
  }
}

interface ActiveFault {
  asked: FaultSpec
  spec: Strike
  pattern: RegExp | undefined
  count: number
  seen: number
  struck: number
}

/** From the nth match on, as often as it counts; a share of the matches comes evenly: a quarter is every fourth. */
function isDue({ spec, seen, struck, count }: ActiveFault): boolean {
  const nth = seen - (spec.when ?? 1) + 1
  if (nth < 1 || struck >= count) return false
  return spec.share === undefined || Math.floor(nth * spec.share) > Math.floor((nth - 1) * spec.share)
}

function isMatch({ spec, pattern }: ActiveFault, subject: FaultSubject): boolean {
  if (pattern ? !pattern.test(subject.line) : subject.isLogin) return false
  if (spec.page !== undefined && spec.page !== subject.page) return false
  return spec.object === undefined || spec.object.toLowerCase() === subject.object?.toLowerCase()
}
