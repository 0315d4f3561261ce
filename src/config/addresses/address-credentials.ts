/** User and password in an address, percent-encoded by rights. */
import { keepSecret } from '../../errors/redact.js'

/** What stands for itself in an address, and has to be escaped in a password. */
export const passwordRules = 'In a password, write / as %2F, ? as %3F, # as %23, @ as %40 and % as %25.'

/** Keeps a password out of all output, as it stands and as it is meant. */
export function keepEncoded(password: string | undefined): void {
  if (!password) return
  keepSecret(password)
  keepSecret(decodeLeniently(password))
}

/** The text that is meant; with a lone `%` in it, it stands for itself. */
export function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** For messages, without its query. Up to the last `@`: a password may hold what would have to be escaped. */
export function withoutCredentials(address: string): string {
  return address.replace(/\/\/.*@/s, '//').replace(/\?.*$/s, '')
}
