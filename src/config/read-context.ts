import type { Problems } from './problems.js'
import type { Bases } from './sources/given-path.js'
import type { Layers } from './sources/layers.js'

/** What every reader of a part of the configuration works with. */
export interface ReadContext {
  /** What overrides the file. */
  layers: Layers
  /** Where what is wrong is added. */
  problems: Problems
  /** Where what the user should know, though nothing is wrong, is added. */
  notes: string[]
  /** Where cron expressions are added by their path, to be checked when all is read. */
  cronExpressions: Map<string, string>
  /** Regular expressions by their paths in the file: they are checked at the end, all together. */
  patterns: Map<string, string>
  /** Files with a secret in them, by their paths in the file: they are looked at in the end. */
  secretFiles: Map<string, string>
  /** Where relative paths in the file count from: its folder, or the working directory where there is none. */
  folder: string
  /** The same for each place that a path can come from. */
  bases: Bases
  /** A variable of the environment, or of the file's own `env` section. */
  lookUp(name: string): string | undefined
}
