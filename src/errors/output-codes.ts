/** Codes of the place that documents go to. */
export const outputCodes = {
  OUTPUT_FAILED: {
    exitCode: 1,
    ends: 'command',
    forbidsKeeping: true,
    description: 'The output could not be written (disk full, no permission).',
  },
  OUTPUT_DAMAGED: {
    exitCode: 4,
    description:
      "A file of the output folder isn't as `sync` wrote it. `compact` leaves the directory it lies in as it was.",
  },
  OUTPUT_OWNED: {
    exitCode: 2,
    description: 'Another state knows how far this output folder has come. `sync --full` takes the folder over.',
  },
  OUTPUT_FORMAT: {
    exitCode: 2,
    description: 'The output folder has files of another format or compression. A folder keeps to one of each.',
  },
} as const
