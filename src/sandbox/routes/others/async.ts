import type { Call, Reply } from '../../http/call.js'
import { escapeXml } from '../../http/render-xml.js'
import type { SandboxOrg } from '../../org.js'
import { isRetired } from '../versions.js'

/**
 * /services/async/NN.0: the first Bulk API, as an org answers that doesn't have it. In JSON to a caller who writes
 * JSON, in XML otherwise (Bulk API Developer Guide, "Errors").
 */
export function answerAsync(org: SandboxOrg, call: Call): Reply {
  const token =
    call.headers['x-sfdc-session'] ?? /^Bearer +(\S+)$/i.exec(call.headers['authorization'] ?? '')?.[1] ?? ''
  if (!org.sessions.find(token)?.alive) return refuse(call, 'InvalidSessionId', 'Unable to find session id')
  org.usage.used++
  const version = call.path.split('/')[3] ?? ''
  if (isRetired(version) || !/^\d+\.0$/.test(version))
    return refuse(call, 'InvalidVersion', `Invalid version ${version}`)
  return refuse(call, 'FeatureNotEnabled', 'Async API not enabled')
}

function refuse(call: Call, exceptionCode: string, exceptionMessage: string): Reply {
  const speaksJson = /\bjson\b/.test(`${call.headers['content-type']} ${call.headers['accept']}`)
  if (speaksJson) return { status: 400, json: { exceptionCode, exceptionMessage } }
  return {
    status: 400,
    headers: { 'Content-Type': 'application/xml' },
    text:
      '<?xml version="1.0" encoding="UTF-8"?><error xmlns="http://www.force.com/2009/06/asyncapi/dataload">' +
      `<exceptionCode>${exceptionCode}</exceptionCode>` +
      `<exceptionMessage>${escapeXml(exceptionMessage)}</exceptionMessage></error>`,
  }
}
