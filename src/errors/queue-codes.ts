/** Codes of the queue between a dispatcher and its workers. */
export const queueCodes = {
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
