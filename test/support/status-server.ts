import { request, type IncomingHttpHeaders } from 'node:http'
import { onTestFinished } from 'vitest'
import { openStatusServer, type StatusServerOptions } from '../../src/dispatcher/http/server.js'
import { openStatus } from '../../src/dispatcher/status/status.js'
import { openManualClock, type ManualClock } from './manual-clock.js'
import { openReportedRuns } from './reported-runs.js'

export interface Answered {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** A status server on a free port, what a dispatcher would report to it, and requests; gone with the test. */
export async function openWatchedServer(options: Partial<StatusServerOptions> & { clock?: ManualClock } = {}) {
  const clock = options.clock ?? openManualClock()
  const status = openStatus({ clock, quotaReserve: () => ({ percent: 5 }) })
  const server = await openStatusServer({ address: '127.0.0.1:0', status, ...options, clock })
  onTestFinished(() => server.close())
  const port = Number(new URL(server.url).port)
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<Answered>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (text: string) => (body += text))
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }))
      })
        .on('error', reject)
        .end()
    })
  return { clock, status, server, port, ask, ...openReportedRuns(server.listener, clock) }
}
