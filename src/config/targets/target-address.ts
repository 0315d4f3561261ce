import path from 'node:path'
import { ExtractError } from '../../errors/extract-error.js'
import { keepSecret } from '../../errors/redact.js'
import { renderSuggestion } from '../values/closest-name.js'

export type TargetKind = 'command' | 'sqlite' | 'elasticsearch' | 'opensearch' | 'postgres'

/** Where documents go that are neither for stdout nor for a folder. */
export interface TargetAddress {
  kind: TargetKind
  /** The address without its credentials: what messages, reports and the state call the target by. */
  name: string
  /** The line of a `command:`, the absolute path of a `sqlite:`, elsewhere the URL without credentials and query. */
  location: string
  /** Of a `postgres:`. */
  table?: string
  login: TargetLogin
}

export interface TargetLogin {
  user?: string | undefined
  password?: string | undefined
  apiKey?: string | undefined
}

/** What an address is read with. */
export interface TargetBase {
  /** What a relative path counts from. */
  folder: string
  /** What `~` stands for. */
  home: string
  /** What counts where the address says nothing of it. */
  login?: TargetLogin
}

/**
 * Reads the address of a target. User and password are percent-encoded in it; a password without a user is an API key.
 * Secrets are kept out of all output. Throws CONFIG_INVALID.
 */
export function parseTargetAddress(address: string, { folder, home, login = {} }: TargetBase): TargetAddress {
  for (const secret of [login.password, login.apiKey]) if (secret !== undefined) keepSecret(secret)
  keepCredentials(address)
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+]*):(.*)$/is.exec(address.trim()) ?? []
  const form = forms.get(scheme.toLowerCase())
  if (form === undefined) throw unknownForm(address, scheme)
  if (rest.replace(/^\/\//, '') === '') throw invalid(`"${scheme}:" doesn't say where`)
  const { kind } = form
  if (kind === 'command') return { kind, name: `command:${rest.trim()}`, location: rest.trim(), login: {} }
  if (kind === 'sqlite') {
    const file = path.resolve(folder, rest.replace(/^\/\//, '').replace(/^~(?=$|[/\\])/, home))
    return { kind, name: `sqlite:${file}`, location: file, login: {} }
  }
  return parseUrl(form, scheme.toLowerCase(), rest, login)
}

/** The address as text, where it is one; an empty one is none. Throws CONFIG_INVALID. */
export function validateTargetAddress(given: unknown): string {
  const address = String(given).trim()
  if (address !== '') parseTargetAddress(address, { folder: '/', home: '/' })
  return address
}

/** Whether a text is the name of a target rather than the path of a folder. */
export function isTargetName(text: string): boolean {
  return forms.has(/^([a-z][a-z0-9+]*):/.exec(text)?.[1] ?? '')
}

/** How the addresses of targets look, as `--help` and hints have it. */
export const targetForms = [
  'command:LINE',
  'sqlite:FILE',
  'elasticsearch+https://HOST:9200/INDEX',
  'opensearch+https://HOST:9200/INDEX',
  'postgres://HOST/DATABASE?table=TABLE',
]

interface Form {
  kind: TargetKind
  /** The protocol that the requests go by. */
  protocol?: 'http' | 'https' | 'postgres'
  /** What the path of the address names. */
  names?: string
}

const forms = new Map<string, Form>([
  ['command', { kind: 'command' }],
  ['sqlite', { kind: 'sqlite' }],
  ['elasticsearch+https', { kind: 'elasticsearch', protocol: 'https', names: 'index' }],
  ['elasticsearch+http', { kind: 'elasticsearch', protocol: 'http', names: 'index' }],
  ['opensearch+https', { kind: 'opensearch', protocol: 'https', names: 'index' }],
  ['postgres', { kind: 'postgres', protocol: 'postgres', names: 'database' }],
  ['postgresql', { kind: 'postgres', protocol: 'postgres', names: 'database' }],
  ['opensearch+http', { kind: 'opensearch', protocol: 'http', names: 'index' }],
])

function parseUrl({ kind, protocol, names }: Form, scheme: string, rest: string, login: TargetLogin): TargetAddress {
  const plain = withoutCredentials(`${scheme}:${rest}`)
  if (!URL.canParse(`${protocol}:${rest}`)) throw invalid(`"${plain}" isn't an address${inPasswords}`)
  const url = new URL(`${protocol}:${rest}`)
  const where = url.pathname.replace(/\/+$/, '')
  if (names !== undefined && where === '')
    throw invalid(`"${plain}" names no ${names}: ${scheme}://HOST/${names.toUpperCase()}`)
  const address = { kind, login: loginOf(url, login) }
  if (kind === 'postgres') return { ...address, ...readTable(url, plain) }
  if (url.search !== '') throw invalid(`"${plain}" has a query, which means nothing here`)
  return { ...address, name: `${scheme}://${url.host}${where}`, location: `${protocol}://${url.host}${where}` }
}

/** The table is part of the name; what else the query says is how to connect, and the driver's. */
function readTable(url: URL, plain: string): Pick<TargetAddress, 'name' | 'location' | 'table'> {
  const table = url.searchParams.get('table') ?? 'documents'
  if (!/^[a-z_]\w*(\.[a-z_]\w*)?$/i.test(table)) throw invalid(`"${plain}" has a table that is no plain name: ${table}`)
  url.searchParams.delete('table')
  const place = `postgres://${url.host}${url.pathname.replace(/\/+$/, '')}`
  return { name: `${place}?table=${table}`, location: `${place}${url.search}`, table }
}

/** What the address says counts; a password alone is an API key. */
function loginOf({ username, password }: URL, given: TargetLogin): TargetLogin {
  const [user, secret] = [decode(username), decode(password)]
  if (user === '' && secret !== '') return { apiKey: secret }
  const whole = { user: user || given.user, password: secret || given.password }
  if (whole.user === undefined) return { apiKey: given.apiKey }
  keepSecret(Buffer.from(`${whole.user}:${whole.password ?? ''}`).toString('base64'))
  return whole
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A lone `%`: it stands for itself.
    return text
  }
}

/** Up to the last `@`, since a password may hold what should be escaped. A command has no credentials of its own. */
function keepCredentials(address: string): void {
  const password = /^[a-z][a-z0-9+]*:\/\/[^:/]*:(.*)@/is.exec(address)?.[1]
  if (password === undefined) return
  keepSecret(password)
  keepSecret(decode(password))
}

function withoutCredentials(address: string): string {
  return address.replace(/\/\/.*@/s, '//').replace(/\?.*$/s, '')
}

function unknownForm(address: string, scheme: string): ExtractError {
  const [text, known] = [withoutCredentials(address), [...forms.keys()]]
  const kinds = `Targets are ${targetForms.join(', ')}`
  return invalid(`"${text}" isn't the address of a target${renderSuggestion(scheme, known)}. ${kinds}`)
}

const inPasswords = '. In a password, write / as %2F, ? as %3F, # as %23, @ as %40 and % as %25'

function invalid(message: string): ExtractError {
  return new ExtractError('CONFIG_INVALID', message)
}
