import type { CommonFlags } from '../command.js'

export interface StateFlags extends CommonFlags {
  replace?: boolean
  yes?: boolean
}
