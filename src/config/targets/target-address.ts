import path from 'node:path'
import { ExtractError } from '../../errors/extract-error.js'
import { keepSecret } from '../../errors/redact.js'
import { decodeLeniently, keepEncoded, passwordRules, withoutCredentials } from '../addresses/address-credentials.js'
import { isLoopback } from '../values/domain.js'
import type { Secret } from '../values/secret.js'
import { findForm, suggestForm, type TargetForm, type TargetKind } from './target-forms.js'

/** Where documents go that are neither for stdout nor for a folder. */
export interface TargetAddress {
  kind: TargetKind
  /** The address without its credentials: what messages, reports and the state call the target by. */
  name: string
  /**
   * The line of a `command:`, the absolute path of a `sqlite:`, elsewhere the URL without credentials; a query is left
   * in it where it is the target's own.
   */
  location: string
  /** Of a `postgres:`. */
  table?: string
  /** Of an `s3:`: where its bucket is, when it says so. */
  region?: string | undefined
  endpoint?: string | undefined
  login: TargetLogin
}

export interface TargetLogin {
  user?: string | undefined
  password?: Secret | undefined
  apiKey?: Secret | undefined
  /** What the paths of secrets are relative to, and where their commands run. */
  folder?: string | undefined
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
  for (const secret of [login.password, login.apiKey]) if (typeof secret === 'string') keepSecret(secret)
  keepCredentials(address)
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+]*):(.*)$/is.exec(address.trim()) ?? []
  const form = findForm(scheme.toLowerCase())
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

function parseUrl(
  { kind, protocol, names }: TargetForm,
  scheme: string,
  rest: string,
  login: TargetLogin,
): TargetAddress {
  const plain = withoutCredentials(`${scheme}:${rest}`)
  if (!URL.canParse(`${protocol}:${rest}`)) throw invalid(`"${plain}" isn't an address. ${passwordRules}`)
  const url = new URL(`${protocol}:${rest}`)
  const where = url.pathname.replace(/\/+$/, '')
  if (names !== undefined && where === '')
    throw invalid(`"${plain}" names no ${names}: ${scheme}://HOST/${names.toUpperCase()}`)
  const address = { kind, login: loginOf(url, login) }
  if (kind === 'postgres') return { ...address, ...readTable(url, plain) }
  if (kind === 's3') return { ...address, ...readBucket(url, plain) }
  if (kind === 'http') return { ...address, ...readEndpoint(url, plain) }
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

/** Buckets of one name at two endpoints are two targets. */
function readBucket(url: URL, plain: string): Pick<TargetAddress, 'name' | 'location' | 'region' | 'endpoint'> {
  const { region, endpoint, ...others } = Object.fromEntries(url.searchParams)
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw invalid(`"${plain}" has a query with "${unknown}": region and endpoint are known`)
  if (url.host === '') throw invalid(`"${plain}" names no bucket: s3://BUCKET/PREFIX`)
  if (endpoint !== undefined && !/^https?:\/\/[^/]/.test(endpoint)) {
    throw invalid(`"${plain}" has an endpoint that is no address: endpoint=https://HOST`)
  }
  const location = `s3://${url.host}${decodeLeniently(url.pathname).replace(/\/+$/, '')}`
  return { name: endpoint === undefined ? location : `${location}?endpoint=${endpoint}`, location, region, endpoint }
}

/** What the query tells of a secret is no part of the name; the rest may tell one target from another. */
function readEndpoint(url: URL, plain: string): Pick<TargetAddress, 'name' | 'location'> {
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw invalid(`"${plain}" would send documents unencrypted: use https (plain http is only for loopback)`)
  }
  const place = `${url.origin}${url.pathname}`
  const shown = new URLSearchParams()
  for (const [name, value] of url.searchParams) {
    if (ofSecrets.test(name)) keepSecret(value)
    else shown.append(name, value)
  }
  return { name: shown.size === 0 ? place : `${place}?${shown.toString()}`, location: `${place}${url.search}` }
}

const ofSecrets = /key|token|secret|sig|code|pass|auth|cred/i

/** What the address says counts; a password alone is an API key. */
function loginOf({ username, password }: URL, given: TargetLogin): TargetLogin {
  const { folder } = given
  const [user, secret] = [decodeLeniently(username), decodeLeniently(password)]
  if (user === '' && secret !== '') return { apiKey: secret }
  const whole = { user: user || given.user, password: secret || given.password, folder }
  return whole.user === undefined ? { apiKey: given.apiKey, folder } : whole
}

/** Up to the last `@`, since a password may hold what should be escaped. A command has no credentials of its own. */
function keepCredentials(address: string): void {
  keepEncoded(/^[a-z][a-z0-9+]*:\/\/[^:/]*:(.*)@/is.exec(address)?.[1])
}

function unknownForm(address: string, scheme: string): ExtractError {
  return invalid(`"${withoutCredentials(address)}" isn't the address of a target${suggestForm(scheme)}`)
}

function invalid(message: string): ExtractError {
  return new ExtractError('CONFIG_INVALID', message)
}
