import type { z } from 'zod'

/** A row of the tables in settings.ts. */
export interface Setting {
  /** What the program calls it, with its unit: `lookbackMs`. */
  property: string
  /** Reads what a file, a variable or a flag says, and tells what is wrong with it. */
  check: z.ZodType
  /** The kind of value, in words. */
  type: string
  /** There where the setting has to be given: what to do when it isn't. */
  required?: string | undefined
  /** As it is written in a file; absent where the setting has none. */
  default?: unknown
  /** What it does, as a sentence for people. */
  effect: string
  variable?: string
  /** As --help shows it: `--concurrency <n>`. */
  flag?: string
  /** As it is written in a YAML file. */
  example: string
}

/** Settings by the keys they have in a file. */
export type SettingTable = Record<string, Setting>

/** Settings that stand once per object: no variable and no flag can say which of them it means. */
export type ObjectSettingTable = Record<string, Setting & { variable?: never; flag?: never }>

/** The settings of a table as the program sees them: by property, absent only where there is no default. */
export type SettingsOf<Table extends SettingTable> = Flat<
  { [Key in SureKey<Table> as Table[Key]['property']]: z.output<Table[Key]['check']> } & {
    [Key in Exclude<keyof Table, SureKey<Table>> as Table[Key]['property']]?: z.output<Table[Key]['check']>
  }
>

/** The flags of a table. */
export type FlagOf<Table> = Table extends SettingTable
  ? { [Key in keyof Table]: Table[Key] extends { flag: infer Flag extends string } ? Flag : never }[keyof Table]
  : never

type SureKey<Table extends SettingTable> = {
  [Key in keyof Table]: Table[Key] extends { default: unknown } | { required: string } ? Key : never
}[keyof Table]

/** One object type instead of an intersection, as editors show it. */
type Flat<Type> = { [Key in keyof Type]: Type[Key] }

/** The name of a flag without its value: `--concurrency`. */
export function nameFlag(flag: string): string {
  return flag.split(' ')[0]!
}
