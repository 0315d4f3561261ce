/** What may happen in a random history: plain values, so that a failing one shrinks and can be played again. */
import * as fc from 'fast-check'

/** A change of the org. `at` and `other` choose among what is there; `lateS`: it shows that many seconds later. */
export interface OrgChange {
  change: (typeof changes)[number]
  at: number
  other: number
  lateS: number
}

/** The settings of the datasource from now on. */
export interface Settings {
  /** Which condition, fields and objects of the tables in settings.ts. */
  where: number
  fields: number
  objects: number
  children: boolean
  files: 'links' | 'index'
  deletes: boolean
  /** Describes are trusted for an hour, and their calls spared. */
  cached: boolean
}

/** What goes wrong in a run, at its `at`-th call, write or answer. */
export interface Trouble {
  kind: 'calls' | 'refused' | 'abort' | 'kill'
  at: number
}

export interface RunStep {
  run: (typeof destinations)[number]
  mode?: 'full' | 'reconcile'
  /** The run is held, and then committed, rolled back or left to the next one. */
  hold?: 'commit' | 'rollback' | 'leave'
  trouble?: Trouble
  /** Changes of the org while the run reads: after its `at`-th answer. */
  meanwhile?: OrgChange
}

export type Step =
  | OrgChange
  | RunStep
  | { pass: number }
  | { settings: Settings }
  /** The output folder is thrown away, with its mark; or its files are taken, and the mark stays. */
  | { empty: Folder }
  | { take: Folder }
  /** What was read is forgotten, for every destination. */
  | { reset: true }

export type Destination = (typeof destinations)[number]
export type Folder = Exclude<Destination, 'pipe'>

const changes = [
  'create',
  'update',
  'rate',
  'touch',
  'delete',
  'restore',
  'merge',
  'purge',
  'add child',
  'edit child',
  'drop child',
  'bring child',
] as const
const destinations = ['a', 'b', 'pipe'] as const

const orgChange: fc.Arbitrary<OrgChange> = fc.record({
  change: fc.constantFrom(...changes, 'create', 'update', 'rate', 'add child'),
  at: fc.nat(40),
  other: fc.nat(40),
  lateS: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 540 }) }),
})

const trouble: fc.Arbitrary<Trouble> = fc.record({
  kind: fc.constantFrom('calls', 'refused', 'abort', 'kill'),
  at: fc.integer({ min: 1, max: 30 }),
})

const sometimes = <T>(arbitrary: fc.Arbitrary<T>, freq: number) => fc.option(arbitrary, { nil: undefined, freq })

const runStep: fc.Arbitrary<RunStep> = fc.record({
  run: fc.constantFrom('a', 'a', 'a', 'b', 'pipe', 'pipe'),
  mode: fc.constantFrom(undefined, undefined, undefined, undefined, 'full', 'reconcile'),
  hold: fc.constantFrom(undefined, undefined, undefined, 'commit', 'rollback', 'leave'),
  trouble: sometimes(trouble, 1),
  meanwhile: sometimes(orgChange, 1),
}) as fc.Arbitrary<RunStep>

const settings: fc.Arbitrary<Settings> = fc.record({
  where: fc.nat(2),
  fields: fc.nat(2),
  objects: fc.constantFrom(7, 7, 7, 3, 5, 6, 1),
  children: fc.boolean(),
  files: fc.constantFrom('links', 'index'),
  deletes: fc.constantFrom(true, true, false),
  cached: fc.constantFrom(true, true, false),
})

/** A history of up to `most` steps, begun by a few records. */
export function histories(most: number): fc.Arbitrary<Step[]> {
  const step = fc.oneof(
    { weight: 12, arbitrary: orgChange },
    { weight: 6, arbitrary: runStep },
    { weight: 2, arbitrary: fc.record({ pass: fc.constantFrom(30, 400, 900, 7200) }) },
    { weight: 1, arbitrary: fc.record({ settings }) },
    { weight: 1, arbitrary: fc.record({ empty: fc.constantFrom('a', 'b') }) },
    { weight: 1, arbitrary: fc.constant({ reset: true }) },
    { weight: 1, arbitrary: fc.record({ take: fc.constantFrom('a', 'b') }) },
  ) as fc.Arbitrary<Step>
  return fc.array(step, { maxLength: most, size: 'max' })
}

export function isChange(step: Step): step is OrgChange {
  return 'change' in step
}
