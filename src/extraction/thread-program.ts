/**
 * Where the program of a thread is, by its name: in the bundle, with the libraries that it needs; the sources use that
 * of the last build.
 */
export function threadProgram(name: 'extraction-worker' | 'script-thread'): URL {
  const here = import.meta.url
  const bundle = here.endsWith('.ts') ? '../../dist/bundle/' : '../bundle/'
  return new URL(`${bundle}${name}.js`, here)
}
