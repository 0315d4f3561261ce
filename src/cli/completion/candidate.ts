import type { Terminal } from '../terminal/terminal.js'

export interface Candidate {
  /** The whole word, as it is to be. */
  text: string
  about?: string
}

export interface Completed {
  /** Words, or what the shell knows best: files, folders. */
  kind: 'words' | 'files' | 'folders'
  candidates: Candidate[]
  /** What stands before a value in the same word: `--output=`, `sqlite:`. */
  prefix: string
}

/** Where names are looked for. */
export type Surroundings = Pick<Terminal, 'cwd' | 'env' | 'clock'>
