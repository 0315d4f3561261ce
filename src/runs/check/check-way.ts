import type { Connector } from '../../config/config-types.js'
import { chooseProxy, type Choice } from '../../network/choose-proxy.js'
import { openWay, renderVia } from '../../network/way.js'
import { failure, type CheckResult } from './check-result.js'

/** Which way the calls to an org go, without one; undefined where the org is on this machine. */
export async function checkWay(connector: Connector, env: NodeJS.ProcessEnv): Promise<CheckResult | undefined> {
  const { id, proxy, caFile, clientCert } = connector
  // A login of the Salesforce CLI tells where its org is; it is one of Salesforce's hosts.
  const loginUrl = connector.loginUrl || 'https://login.salesforce.com'
  const subject = `connection ${id}`
  const way = openWay({ settings: connector, env, connectTimeoutMs: 0 })
  try {
    const choice = chooseProxy(new URL(loginUrl), { proxy, env })
    await way.to(loginUrl)
    const files = [caFile && `ca_file ${caFile}`, clientCert && `client_cert ${clientCert}`].filter(Boolean)
    if ('direct' in choice && choice.direct === 'this machine' && files.length === 0) return undefined
    return { outcome: 'good', subject, text: [describe(choice), ...files].join(', ') }
  } catch (error) {
    return failure(subject, error)
  } finally {
    way.close()
  }
}

function describe(choice: Choice): string {
  return 'proxy' in choice ? `proxy ${renderVia(choice)}` : `no proxy: ${reasons[choice.direct]}`
}

const reasons = {
  'this machine': 'the org is on this machine',
  'none is set': 'neither HTTPS_PROXY nor ALL_PROXY is set',
  'switched off': 'proxy of the connector is empty',
  exempt: 'NO_PROXY has the host',
}
