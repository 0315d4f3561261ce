import type { Call, Reply } from '../../http/call.js'
import { escapeXml } from '../../http/render-xml.js'
import type { SandboxOrg } from '../../org.js'
import { isRetired } from '../versions.js'

/** /services/Soap: the SOAP API, as an org answers that has neither its login nor the rest of it. Always a fault. */
export function answerSoap(org: SandboxOrg, call: Call): Reply {
  const version = /\/(\d+\.\d+)(?:\/|$)/.exec(call.path)?.[1] ?? ''
  if (isRetired(version)) {
    return renderFault('UNSUPPORTED_API_VERSION', `UNSUPPORTED_API_VERSION: Invalid Api version specified on URL`)
  }
  if (/<(?:\w+:)?login[\s>]/.test(call.body)) {
    return renderFault('INVALID_OPERATION', 'INVALID_OPERATION: SOAP API login() is disabled by default in this org.')
  }
  const token = /<(?:\w+:)?sessionId>([^<]*)</.exec(call.body)?.[1] ?? ''
  if (!org.sessions.find(token)?.alive) {
    return renderFault(
      'INVALID_SESSION_ID',
      'INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session',
    )
  }
  org.usage.used++
  return renderFault(
    'API_DISABLED_FOR_ORG',
    'API_DISABLED_FOR_ORG: API is not enabled for this Organization or Partner',
  )
}

function renderFault(code: string, message: string): Reply {
  const text = escapeXml(message)
  const name = code === 'INVALID_OPERATION' ? 'LoginFault' : 'UnexpectedErrorFault'
  return {
    status: 500,
    headers: { 'Content-Type': 'text/xml;charset=utf-8' },
    text:
      '<?xml version="1.0" encoding="UTF-8"?>' +
      '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
      'xmlns:sf="urn:fault.partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
      `<soapenv:Body><soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${text}</faultstring>` +
      `<detail><sf:${name} xsi:type="sf:${name}"><sf:exceptionCode>${code}</sf:exceptionCode>` +
      `<sf:exceptionMessage>${escapeXml(message.replace(/^\w+: /, ''))}</sf:exceptionMessage></sf:${name}></detail>` +
      '</soapenv:Fault></soapenv:Body></soapenv:Envelope>',
  }
}
