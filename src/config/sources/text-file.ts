/** YAML or JSON → its value; null where the file says nothing. Throws CONFIG_SYNTAX with line and column. */
export async function parseTextFile(file: string, text: string): Promise<unknown> {
  const plain = parsePlainJson(text)
  if (plain !== undefined) return plain
  const { parseYamlFile } = await import('./yaml-file.js')
  return parseYamlFile(file, text)
}

/**
 * JSON that comes back as it was written, blanks apart; undefined for all else. A repeated key, a number that would be
 * rounded and a broken file are left to the YAML parser, which is slow to load.
 */
function parsePlainJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return JSON.stringify(value) === text.replaceAll(blanksOutsideTexts, '$1') ? value : undefined
  } catch {
    return undefined
  }
}

const blanksOutsideTexts = /("(?:[^"\\]|\\.)*")|\s+/g
