/** `https://host:9200/path/index` in its parts. */
export function splitAddress(location: string): { base: string; last: string } {
  const at = location.lastIndexOf('/')
  return { base: location.slice(0, at), last: location.slice(at + 1) }
}
