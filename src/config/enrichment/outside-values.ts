/** Values in the options of processors that work with something outside. */
import { ExtractError } from '../../errors/extract-error.js'
import { isMap } from '../sources/map.js'
import { isLoopback, parseUrl } from '../values/domain.js'
import { parsedBy } from '../values/setting-values.js'
import { changeablePath, type DocumentPath } from './document-path.js'

/** A program with its arguments, or a line for the shell. */
export type CommandLine = { words: string[] } | { line: string }

export const commandLine = parsedBy((given): CommandLine => {
  if (typeof given === 'string' && given.trim() !== '') return { line: given.trim() }
  const isWords = Array.isArray(given) && given.every((word) => typeof word === 'string' || typeof word === 'number')
  if (isWords && given.length > 0) return { words: given.map(String) }
  throw invalid('must be a list of words, or a line for the shell')
})

/** Where a service answers: https, or http on this machine. */
export const serviceAddress = parsedBy((given): string => {
  const url = parseUrl(String(given).trim())
  if (url === undefined) throw invalid('must be an address without a user name, such as https://host/path')
  if (url.protocol === 'https:' || isLoopback(url.hostname)) return url.href
  throw invalid(`${url.origin} would get documents unencrypted: use https (plain http is only for this machine)`)
})

/** Names and values of headers. What is wrong is told without a value: it may be a secret. */
export const headers = parsedBy((given): Record<string, string> => {
  if (!isMap(given)) throw invalid('must be a map of names and values')
  const entries = Object.entries(given).map(([name, value]) => {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw invalid(`"${name}" is no name of a header`)
    const isText = typeof value === 'string' || typeof value === 'number'
    if (!isText || /[^\t\x20-\x7e\x80-\xff]/.test(String(value))) throw invalid(`${name} must be a text of one line`)
    return [name.toLowerCase(), String(value)]
  })
  return Object.fromEntries(entries) as Record<string, string>
})

/** Which column goes into which field. */
export const columns = parsedBy((given): { path: DocumentPath; column: string }[] => {
  if (!isMap(given) || Object.keys(given).length === 0) throw invalid('must be a map of fields and columns')
  return Object.entries(given).map(([name, column]) => {
    const path = changeablePath.safeParse(name)
    if (!path.success) throw invalid(`${name}: ${path.error.issues[0]!.message}`)
    return { path: path.data, column: String(column) }
  })
})

function invalid(message: string): ExtractError {
  return new ExtractError('CONFIG_INVALID', message)
}
