/** Codes of files whose text can't be read: the document of such a file is written without it. */
export const fileCodes = {
  FILE_LOCKED: {
    exitCode: 4,
    description: 'The text of a file is protected by a password. The document of the file is written without it.',
  },
  FILE_DAMAGED: {
    exitCode: 4,
    description: 'A file is not what its name says, or is cut short. Its document is written without its text.',
  },
  FILE_TOO_COMPLEX: {
    exitCode: 4,
    description: 'To read a file took longer, or more memory, than one file may take. Its document has no text.',
  },
  FILE_TOO_LARGE: {
    exitCode: 4,
    description: 'A file is larger than `max_file_size` and is not fetched. Its document is written without its text.',
  },
} as const
