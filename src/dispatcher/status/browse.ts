import type { CountedDirectory, RecordPreview } from './snapshot.js'

/** What the page shows of the documents themselves. */
export interface Browse {
  /** The directories of a datasource; none of an unknown one. */
  directories(datasource: string): Promise<CountedDirectory[]>
  /** The records of a directory that were written last; absent where documents don't go to files. */
  records?: ((datasource: string, directory: CountedDirectory) => Promise<RecordPreview[]>) | undefined
}
