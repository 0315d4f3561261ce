/** How long ago a stamp was, in the largest unit that fits: `5m`, `3h`, `12d`. */
export function renderAge(stamp: string, nowMs: number): string {
  const seconds = Math.max(0, Math.floor((nowMs - Date.parse(stamp)) / 1000))
  const [unit, size] = units.find(([, length]) => seconds >= length) ?? ['s', 1]
  return `${Math.floor(seconds / size)}${unit}`
}

/** A number as every command shows it to people: `12,345`. */
export function renderCount(value: number): string {
  return value.toLocaleString('en-US')
}

/** A number of things: `1 object`, `12,345 objects`. */
export function renderAmount(value: number, thing: string): string {
  return `${renderCount(value)} ${thing}${value === 1 ? '' : 's'}`
}

/** A number of bytes in the largest unit that fits: `812 bytes`, `1.4 MB`. */
export function renderBytes(bytes: number): string {
  const [unit, size] = byteUnits.find(([, length]) => bytes >= length) ?? ['', 1]
  return unit === '' ? renderAmount(bytes, 'byte') : `${(bytes / size).toFixed(1)} ${unit}`
}

const byteUnits: [string, number][] = [
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
]

const units: [string, number][] = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
]
