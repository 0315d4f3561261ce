import { pino } from 'pino'
import { redact } from '../../errors/redact.js'
import type { Log } from '../../terms.js'
import type { LogOptions } from '../flags/log-options.js'
import { printable, printableJson } from './printable.js'
import type { Terminal } from './terminal.js'

/** Technical talk on stderr, a line per entry. Every string of an entry is redacted before it is written. */
export function openLog({ format }: Pick<LogOptions, 'format'>, { stderr }: Pick<Terminal, 'stderr'>): Log {
  const write =
    format === 'json'
      ? (line: string) => stderr.write(`${printableJson(JSON.parse(line))}\n`)
      : (line: string) => stderr.write(renderLine(line))
  const logger = pino({ level: 'debug', base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters }, { write })
  return { debug: (facts, text) => logger.debug(redactAll(facts) as Record<string, unknown>, redact(text)) }
}

const formatters = { level: (label: string) => ({ level: label }) }

/** An entry as a person reads it: time, level, text, facts. */
function renderLine(line: string): string {
  const { level, time, msg, ...facts } = JSON.parse(line) as { level: string; time: string; msg: string }
  const tail = Object.entries(facts).map(
    ([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return `${printable(`${time.slice(11, 23)} ${level.padEnd(5)} ${msg}${tail.join('')}`)}\n`
}

function redactAll(value: unknown): unknown {
  if (typeof value === 'string') return redact(value)
  if (value instanceof Error)
    return { type: value.name, message: redact(value.message), stack: redact(value.stack ?? '') }
  if (Array.isArray(value)) return value.map(redactAll)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redactAll(inner)]))
}
