import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.js'
import { makeAuthority, type Authority } from './authority.js'
import { callCli } from './call-cli.js'
import { openCliOrg } from './cli-org.js'
import { startCli, type CliEnd, type RunningCli } from './run-cli.js'
import { openTestProxy, type ProxyFault, type TestProxy } from './test-proxy.js'
import { openTlsFront, type TlsFront, type TlsFrontOptions } from './tls-front.js'

export const orgHost = 'mycompany.my.salesforce.com'

export interface ProxiedOrg {
  sandbox: Sandbox
  front: TlsFront
  proxy: TestProxy
  authority: Authority
  folder: string
  /** The file of the authority. */
  caFile: string
  env: NodeJS.ProcessEnv
  run(args: string[], more?: NodeJS.ProcessEnv): Promise<CliEnd>
  start(args: string[], more?: NodeJS.ProcessEnv): RunningCli
}

export interface ProxiedOrgOptions {
  sandbox?: SandboxOptions
  /** `user:password` the proxy asks for. */
  login?: string
  faults?: (ProxyFault | undefined)[]
  front?: Partial<TlsFrontOptions>
  /** What its certificate is for, and from when to when. */
  certificate?: { host?: string; from?: string; to?: string }
}

/**
 * An embedded org that is called mycompany.my.salesforce.com, behind TLS by an authority of the test's, and a proxy
 * that alone knows where it is. The environment leads the command line through the proxy.
 */
export async function openProxiedOrg(options: ProxiedOrgOptions = {}): Promise<ProxiedOrg> {
  const { sandbox, folder } = await openCliOrg({ records: 50, ...options.sandbox })
  const authority = await makeAuthority()
  const { host = orgHost, ...dates } = options.certificate ?? {}
  const pair = await authority.issue(host, dates)
  const front = await openTlsFront({ ...pair, behind: sandbox.url, url: `https://${orgHost}`, ...options.front })
  const proxy = await openTestProxy({
    places: { [`${orgHost}:443`]: front.port },
    ...(options.login === undefined ? {} : { login: options.login }),
    ...(options.faults && { faults: options.faults }),
  })
  const caFile = path.join(folder, 'ca.pem')
  await writeFile(caFile, authority.cert)
  const env = {
    SF_EXTRACT_DOMAIN: 'mycompany',
    SF_EXTRACT_CLIENT_ID: sandbox.clientId,
    SF_EXTRACT_CLIENT_SECRET: sandbox.clientSecret,
    SF_EXTRACT_CA_FILE: caFile,
    SF_EXTRACT_RETRY_DELAY: '1ms',
    HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
  }
  return {
    sandbox,
    front,
    proxy,
    authority,
    folder,
    caFile,
    env,
    run: (args, more) => callCli(args, { cwd: folder, env: { ...env, ...more } }),
    start: (args, more) => startCli(args, { cwd: folder, env: { ...env, ...more } }),
  }
}
