import { isExtractError } from '../errors/extract-error.js'
import type { State } from './state.js'

/**
 * A view of the state for those who only look: what can't be written is let go, with one warning, since nothing but the
 * field cache is lost by it.
 */
export function openForgivingState(state: State, warn: (text: string) => void): State {
  let isWarned = false
  return {
    ...state,
    async write(changes) {
      try {
        await state.write(changes)
      } catch (error) {
        if (!isExtractError(error, 'STATE_BROKEN', 'STATE_UNREACHABLE', 'FILES_EXHAUSTED')) throw error
        if (!isWarned) warn(`The field cache is not kept. ${error.message}`)
        isWarned = true
      }
    },
  }
}
