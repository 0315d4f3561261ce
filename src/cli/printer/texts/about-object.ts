/** A text about an object, which is named once: many messages begin with its name already. */
export function aboutObject(object: string | undefined, text: string): string {
  return object === undefined || text.startsWith(`${object}: `) ? text : `${object}: ${text}`
}
