import path from 'node:path'
import type { Layer } from './layers.js'

/** Where relative paths of settings count from. */
export interface Bases {
  /** The folder of the configuration file, or the working directory where there is none. */
  file: string
  /** The working directory: a path in the environment or on the command line counts from there. */
  cwd: string
  /** What `~` stands for. */
  home: string
}

/** The path a setting gives, absolute, by the place it comes from: the file, or a layer over it. */
export function resolveGiven(key: string, given: string, bases: Bases, layers: Layer[]): string {
  const isOutside = layers.some((layer) => layer.has(key))
  return path.resolve(isOutside ? bases.cwd : bases.file, given.replace(/^~(?=$|[/\\])/, bases.home))
}
