import type { SandboxAddress } from './open-sandbox.js'

/**
 * Lines for a shell, which `eval` takes: the environment of a login by client credentials, and in comments that of the
 * other logins the org lets in. `certificateFile` is where the certificate of TLS was written.
 */
export function renderAddress(address: SandboxAddress, certificateFile: string | undefined, flags: LoginFlags): string {
  const { url, clientId, clientSecret, username = '', refreshToken } = address
  const lines = [
    `export SF_EXTRACT_LOGIN_URL=${url}`,
    `export SF_EXTRACT_CLIENT_ID=${clientId}`,
    `export SF_EXTRACT_CLIENT_SECRET=${clientSecret}`,
    ...(certificateFile === undefined ? [] : [`export SF_EXTRACT_CA_FILE=${quote(certificateFile)}`]),
  ]
  if (refreshToken !== undefined) {
    const once = flags.rotateRefreshToken ? ', each of which is good once' : ''
    lines.push(`# by refresh token${once}:`)
    lines.push(`# export SF_EXTRACT_AUTH=refresh_token SF_EXTRACT_REFRESH_TOKEN=${quote(refreshToken)}`)
  }
  if (flags.jwtCertificate !== undefined) {
    lines.push(
      `# by JWT, with the private key of ${flags.jwtCertificate}; the audience is ${url} or https://login.salesforce.com:`,
    )
    lines.push(`# export SF_EXTRACT_AUTH=jwt SF_EXTRACT_USERNAME=${username} SF_EXTRACT_PRIVATE_KEY_FILE=KEY`)
  }
  if (flags.password !== undefined) lines.push(`# by name and password, for other programs: ${username}`)
  return `${lines.join('\n')}\n`
}

interface LoginFlags {
  password?: string
  rotateRefreshToken?: boolean
  jwtCertificate?: string
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
