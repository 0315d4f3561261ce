/** Keys and positions as a path in the file: `['datasource', 0, 'sync']` → `datasource[0].sync`. */
export function renderPath(keys: readonly PropertyKey[]): string {
  return keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`
    return path === '' ? String(key) : `${path}.${String(key)}`
  }, '')
}
