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

const units: [string, number][] = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
]
