/** Codes of what is between this machine and the org. */
export const wayCodes = {
  PROXY_FAILED: {
    exitCode: 6,
    ends: 'run',
    description:
      "The proxy can't be reached, does not take its user and password, or lets nobody through to the host. The message names it.",
  },
} as const
