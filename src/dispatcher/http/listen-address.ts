import { isIP } from 'node:net'
import { ExtractError } from '../../errors/extract-error.js'

/** Where the status server listens. */
export interface ListenAddress {
  host: string
  port: number
  /** Only this machine reaches it. */
  isLoopback: boolean
}

/**
 * `127.0.0.1:9108`, `[::1]:9108`, `localhost:9108`, or a port alone, which means loopback. Port 0 takes a free one.
 * Throws USAGE.
 */
export function parseListenAddress(text: string): ListenAddress {
  const [, bracketed, plain, digits = ''] = /^(?:\[([^\]]+)\]:|([^:[\]\s/]+):)?(\d{1,5})$/.exec(text.trim()) ?? []
  const port = Number(digits)
  const isWrong = digits === '' || port > 65_535 || (bracketed !== undefined && isIP(bracketed) !== 6)
  if (isWrong) {
    throw new ExtractError('USAGE', `--listen takes an address such as 127.0.0.1:9108, or a port, not '${text}'`, {
      hint: 'A port alone is on this machine only. An IPv6 address stands in brackets: [::1]:9108.',
    })
  }
  const host = bracketed ?? plain ?? '127.0.0.1'
  return { host, port, isLoopback: isLoopbackName(host) }
}

/** Whether a host name or address, without brackets and port, always means the machine itself. */
export function isLoopbackName(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  if (name === 'localhost' || name === '::1' || name === '0:0:0:0:0:0:0:1') return true
  return isIP(name) === 4 && name.startsWith('127.')
}

/** `http://127.0.0.1:9108/`. */
export function renderAddress({ host, port }: Pick<ListenAddress, 'host' | 'port'>): string {
  return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}/`
}
