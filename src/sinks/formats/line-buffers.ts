/** Lines as bytes, put together into buffers that are used again and again: a first load makes a million of them. */

/**
 * The lines in their order, each ended by a line feed, as pieces that are cheap to write. A piece holds whole lines. It
 * is valid until the next one is asked for; a line too long for a buffer is a text of its own.
 */
export function* encodeLines(lines: Iterable<string>): Generator<Buffer | string> {
  const buffer = free.pop() ?? Buffer.allocUnsafeSlow(bufferBytes)
  let used = 0
  try {
    for (const line of lines) {
      const mostBytes = line.length * mostBytesOfUnit + 1
      if (used > 0 && used + mostBytes > bufferBytes) {
        yield buffer.subarray(0, used)
        used = 0
      }
      if (mostBytes > bufferBytes) {
        yield `${line}\n`
        continue
      }
      used += buffer.write(line, used)
      buffer[used] = lineFeed
      used += 1
    }
    if (used > 0) yield buffer.subarray(0, used)
  } finally {
    free.push(buffer)
  }
}

const bufferBytes = 512 * 1024

/** Those in no use; as many in all as there were sinks' lanes writing at once. */
const free: Buffer[] = []

/** A UTF-16 unit has at most three bytes in UTF-8. */
const mostBytesOfUnit = 3

const lineFeed = 10
