/** A message that begins with its object, for lines that begin with it already: `Lead: Lead: …` is read twice. */
export function withoutObject(message: string, object: string | undefined): string {
  const start = `${object ?? ''}: `
  return object !== undefined && message.startsWith(start) ? message.slice(start.length) : message
}
