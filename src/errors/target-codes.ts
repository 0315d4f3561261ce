/** Codes of what `--to` names. */
export const targetCodes = {
  TARGET_FAILED: {
    exitCode: 1,
    ends: 'command',
    description:
      "The target of --to can't be reached, or takes nothing any more. The next run goes on after what it accepted.",
  },
  TARGET_REFUSED: {
    exitCode: 4,
    description:
      'The target refuses a document for what is in it, and no --dead-letter file is named. The watermark stands.',
  },
} as const
