import type { ProxyFailure } from './proxy-failure.js'

export interface FailureText {
  /** What happened, a sentence without its end. */
  text: string
  /** What to do about it. */
  cure: string
  /** Whether another try may help. */
  canPass: boolean
}

/**
 * What the failure of a proxy means to a person. `via` is the proxy as messages name it, `address` the host and port it
 * was to connect to, `page` the text of the page it answered with, where there was one.
 */
export function describeFailure(failure: ProxyFailure, via: string, address: string, page?: string): FailureText {
  const { answer, code, message } = failure
  if (answer !== undefined) return describeAnswer(answer, via, address, page)
  const place = via.replace(/ \(.*/, '')
  const rule = rules.find(({ codes }) => codes.test(code))
  const { says = "can't be reached", cure = lookThere, canPass = true } = rule ?? {}
  return { text: `The proxy ${via} ${says}: ${message} (${code})`, cure: cure(place, address), canPass }
}

interface Rule {
  codes: RegExp
  says?: string
  cure: (place: string, address: string) => string
  canPass: boolean
}

/** By Node's code of what went wrong between this machine and the proxy. */
const rules: Rule[] = [
  {
    codes: /^ENOTFOUND$/,
    says: 'is at a host that does not exist',
    cure: () => 'Check the name of the proxy in its address.',
    canPass: false,
  },
  {
    codes: /^ECONNRESET$/,
    says: 'hangs up',
    cure: (place, address) =>
      `${lookThere(place, address)} Where it is spoken to by TLS, its address begins with https.`,
    canPass: true,
  },
  {
    codes: /CERT|VERIFY/,
    says: 'has a certificate that is not trusted',
    cure: () =>
      'Name the certificate of its authority, as PEM: ca_file of the connector, or NODE_EXTRA_CA_CERTS=/path/to/ca.pem.',
    canPass: false,
  },
  {
    codes: /^EPROTO$|^ERR_SSL/,
    says: 'does not speak TLS as it should',
    cure: (place) => `Where it is spoken to without TLS, as most are, write ${place.replace('https:', 'http:')}.`,
    canPass: false,
  },
  {
    codes: /^HPE_/,
    says: 'answers something that is no HTTP',
    cure: (place) =>
      `Where it is spoken to by TLS, write ${place.replace('http:', 'https:')}; a SOCKS proxy is no use.`,
    canPass: false,
  },
]

function lookThere(place: string, address: string): string {
  return `Check the address of the proxy, and that it runs: \`curl -v -x ${place} https://${address}/\` tries it alone.`
}

function describeAnswer(
  { status, schemes }: NonNullable<ProxyFailure['answer']>,
  via: string,
  address: string,
  page = '',
): FailureText {
  const said = `HTTP ${status}${page === '' ? '' : `, "${page}"`}`
  if (status === 407) return describeRefusal(schemes, via, said)
  if (status >= 500 || status === 429) {
    return {
      text: `The proxy ${via} can't connect to ${address} (${said})`,
      cure:
        'The proxy is there, and the host does not answer it. Check the name of the host; then ask those who run the ' +
        'proxy whether it reaches the host.',
      canPass: true,
    }
  }
  return {
    text: `The proxy ${via} refuses to connect to ${address} (${said})`,
    cure:
      `Ask those who run the proxy to allow CONNECT to ${address}. Where the host can be reached without a proxy, name ` +
      'it in NO_PROXY.',
    canPass: false,
  }
}

/** A proxy that takes credentials offers Basic among its schemes. */
function describeRefusal(schemes: string[], via: string, said: string): FailureText {
  const text = `The proxy ${via} asks for a user and a password, and was given none that it takes (${said})`
  if (schemes.length > 0 && !schemes.some((scheme) => scheme.toLowerCase() === 'basic')) {
    const cure =
      `It takes ${schemes.join(', ')} alone, which sf-extract does not speak. Run a proxy on this machine that does ` +
      '(px, cntlm), and name that one.'
    return { text, cure, canPass: false }
  }
  const cure =
    'Write them in its address, http://USER:PASSWORD@HOST:PORT, with @ as %40, : as %3A, / as %2F and % as %25 in them. ' +
    'The password may have expired.'
  return { text, cure, canPass: false }
}
