import { compress, type Compression } from './compression.js'

/** Compresses piece by piece. One call at a time. */
export interface Compressor {
  /** Takes bytes, which are the caller's again when it resolves; gives what there is to write so far. */
  add(data: Buffer): Promise<Buffer[]>
  /** Ends the member; gives what is left to write. */
  end(): Promise<Buffer[]>
  /** Lets go of what was not ended. */
  close(): void
}

/** Throws USAGE for what this Node can't do. */
export function openCompressor(compression: Compression): Compressor {
  const stream = compress(compression)
  let ready: Buffer[] = []
  stream.on('data', (piece: Buffer) => ready.push(piece))
  const take = () => {
    const taken = ready
    ready = []
    return taken
  }
  // What goes wrong is the call's that is in progress.
  stream.on('error', () => undefined)
  return {
    add: (data) =>
      new Promise((resolve, reject) => {
        stream.write(data, (error) => (error ? reject(error) : resolve(take())))
      }),
    end: () =>
      new Promise((resolve, reject) => {
        // Of a stream that has ended nothing is heard any more.
        if (stream.writableEnded) return reject(new Error('the end of what is compressed was not written'))
        stream.once('end', () => resolve(take())).once('error', reject)
        stream.end()
      }),
    close: () => void stream.destroy(),
  }
}
