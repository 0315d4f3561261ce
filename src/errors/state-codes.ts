/** Codes of the state, and of the queue between a dispatcher and its workers. */
export const stateCodes = {
  STATE_BROKEN: {
    exitCode: 1,
    ends: 'command',
    forbidsKeeping: true,
    description:
      "The state can't be read or written, or is damaged. `sf-extract state repair` removes what is damaged.",
  },
  STATE_UNREACHABLE: {
    exitCode: 1,
    ends: 'run',
    forbidsKeeping: true,
    description:
      "The server of the state can't be reached: at once where a command begins, within one for a minute and a half.",
  },
  EXPORT_BROKEN: {
    exitCode: 2,
    description: 'What is given to `state import` is not a whole export, or one of another form. Nothing was changed.',
  },
  STATE_NEWER: {
    exitCode: 1,
    ends: 'command',
    forbidsKeeping: true,
    description: 'A newer sf-extract has written the state. Run that one.',
  },
  QUEUE_UNREACHABLE: {
    exitCode: 1,
    ends: 'command',
    description:
      "The Redis of the queue can't be reached where a command begins. Later it is waited for, and nothing ends.",
  },
  QUEUE_BROKEN: {
    exitCode: 1,
    ends: 'command',
    description:
      "The Redis of the queue can't be used: user or password are wrong, rights are missing, or it is too old.",
  },
} as const
