/** A proxy gave no way to a host. */
export class ProxyFailure extends Error {
  /** Node's code of what went wrong, or `PROXY_STATUS` where the proxy answered that it won't. */
  readonly code: string
  readonly answer: ProxyAnswer | undefined

  constructor(message: string, code: string, answer?: ProxyAnswer) {
    super(message)
    this.name = 'ProxyFailure'
    this.code = code
    this.answer = answer
  }
}

/** What a proxy says instead of connecting. */
interface ProxyAnswer {
  status: number
  /** How it wants to be spoken to, of its Proxy-Authenticate headers: `Basic`, `NTLM`. */
  schemes: string[]
  /** The beginning of its page. */
  page: Buffer
}

/** The failure among an error's causes. */
export function findProxyFailure(error: unknown): ProxyFailure | undefined {
  if (error instanceof ProxyFailure) return error
  return error instanceof Error && error.cause !== undefined ? findProxyFailure(error.cause) : undefined
}
