import type { Value } from '../conditions/values.js'

/** Where and in which manner values are written for a user. */
export interface Locale {
  /** `en-GB`. */
  name: string
  timeZone: string
  /** The corporate currency, `EUR`. */
  currency: string
}

/** What FORMAT() makes of the values of a type: numbers, dates and times as the user's locale writes them. */
export function formatter(type: string, locale: Locale): (value: Value) => Value {
  const write = writer(type, locale)
  return (value) => (value === null || write === undefined ? value : write(value))
}

function writer(type: string, { name, timeZone, currency }: Locale): ((value: Value) => string) | undefined {
  if (type === 'currency') {
    const format = new Intl.NumberFormat(name, { style: 'currency', currency })
    return (value) => format.format(Number(value))
  }
  if (type === 'percent') {
    const format = new Intl.NumberFormat(name, { maximumFractionDigits: 2 })
    return (value) => `${format.format(Number(value))}%`
  }
  if (type === 'int' || type === 'long' || type === 'double') {
    const format = new Intl.NumberFormat(name, { maximumFractionDigits: 2 })
    return (value) => format.format(Number(value))
  }
  if (type === 'date') {
    const format = new Intl.DateTimeFormat(name, { dateStyle: 'short', timeZone: 'UTC' })
    return (value) => format.format(Date.parse(String(value)))
  }
  if (type === 'datetime') {
    const format = new Intl.DateTimeFormat(name, { dateStyle: 'short', timeStyle: 'short', timeZone })
    return (value) => format.format(Number(value))
  }
  return undefined
}
