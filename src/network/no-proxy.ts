import { BlockList, isIP } from 'node:net'

/**
 * Whether NO_PROXY has the host of an address reached without a proxy, as curl reads it: entries between commas or
 * blanks; a name stands for itself and all hosts below it, with or without a dot (or `*.`) before it; an IP address for
 * itself, one with `/bits` for its network; `*` for every host. An entry that ends in `:port` is for that port alone.
 * Names are not looked up.
 */
export function isExempt(noProxy: string, { hostname, port, protocol }: URL): boolean {
  const host = withoutDots(hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1'))
  const usualPort = protocol === 'https:' ? '443' : '80'
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => entry !== '' && fits(readEntry(entry), host, port || usualPort))
}

interface Entry {
  name: string
  /** Network bits, as they were written. */
  bits?: string | undefined
  port?: string | undefined
}

/** An IPv6 address with a port stands in brackets. */
function readEntry(entry: string): Entry {
  const [, inBrackets, afterBrackets, portOfBrackets] = /^\[([^\]]*)\](?:\/(\d+))?(?::(\d+))?$/.exec(entry) ?? []
  if (inBrackets !== undefined) return { name: inBrackets, bits: afterBrackets, port: portOfBrackets }
  const isAddress = entry.split(':').length > 2
  const form = isAddress ? /^([^/]*)(?:\/(\d+))?$/ : /^([^:/]*)(?:\/(\d+))?(?::(\d+))?$/
  const [, name = entry, bits, port] = form.exec(entry) ?? []
  return { name, bits, port }
}

function fits({ name, bits, port }: Entry, host: string, hostPort: string): boolean {
  if (port !== undefined && port !== hostPort) return false
  if (name === '*') return true
  const family = isIP(host)
  if (family !== 0) return isIP(name) === family && isWithin(host, name, bits, family === 6 ? 'ipv6' : 'ipv4')
  const domain = withoutDots(name.replace(/^\*?\.+/, ''))
  return bits === undefined && domain !== '' && (host === domain || host.endsWith(`.${domain}`))
}

function isWithin(host: string, network: string, bits: string | undefined, family: 'ipv4' | 'ipv6'): boolean {
  const most = family === 'ipv4' ? 32 : 128
  const prefix = bits === undefined ? most : Number(bits)
  if (prefix > most) return false
  const list = new BlockList()
  list.addSubnet(network, prefix, family)
  return list.check(host, family)
}

/** A name that is complete may end in a dot. */
function withoutDots(name: string): string {
  return name.replace(/\.+$/, '')
}
