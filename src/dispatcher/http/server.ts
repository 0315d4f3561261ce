/** The dispatcher's window: health, metrics, and the status page. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../../clock.js'
import { ExtractError } from '../../errors/extract-error.js'
import { combineListeners } from '../combine-listeners.js'
import type { DispatcherListener } from '../dispatcher-listener.js'
import { loadPageParts } from '../page-parts.js'
import { pagePolicy, renderJson, renderPage } from '../render-page.js'
import type { Browse } from '../status/browse.js'
import type { Status } from '../status/status.js'
import { openAccess } from './access.js'
import { answer, type Answers } from './answer.js'
import { openBoundedBrowse } from './bounded-browse.js'
import { openEvents } from './events.js'
import { parseListenAddress, renderAddress, type ListenAddress } from './listen-address.js'
import { openMetrics } from './metrics.js'

export interface StatusServer {
  /** What the dispatcher reports goes here. */
  listener: DispatcherListener
  /** `http://127.0.0.1:9108/`. */
  url: string
  /** Ends what is on its way and frees the port. */
  close(): Promise<void>
}

export interface StatusServerOptions {
  /** As `--listen` has it. */
  address: string
  token?: string | undefined
  /** Lets everybody look who reaches the address. */
  isOpen?: boolean | undefined
  status: Status
  clock: Clock
  browse?: Browse
  /** Where the page comes from. */
  loadParts?: typeof loadPageParts
}

/**
 * Listens. The status hears of what goes to `listener`, and so do the metrics. Throws USAGE where the address is none,
 * others reach it without a token, or it can't be had.
 */
export async function openStatusServer(options: StatusServerOptions): Promise<StatusServer> {
  const { status, clock, browse, loadParts = loadPageParts } = options
  const address = parseListenAddress(options.address)
  const access = openAccess({ ...options, address })
  const metrics = openMetrics(status)
  const events = openEvents({
    clock,
    render: () => renderJson(status.snapshot()),
    subscribe: (changed) => status.subscribe(changed),
  })
  const answers: Answers = {
    access,
    metrics,
    events,
    snapshot: () => status.snapshot(),
    page: openPage(status, loadParts),
    browse: browse && openBoundedBrowse(browse, clock),
  }
  const server = createServer(limits, (request, response) => void answer(request, response, answers))
  server.maxConnections = mostConnections
  const port = await listen(server, address).catch((error: unknown) => {
    events.close()
    throw error
  })
  return {
    listener: combineListeners(status.listener, metrics.listener),
    url: renderAddress({ ...address, port }),
    async close() {
      events.close()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** Its parts are put together when somebody first asks. */
function openPage(status: Status, loadParts: typeof loadPageParts): Answers['page'] {
  let loading: ReturnType<typeof loadPageParts> | undefined
  return async () => {
    const parts = await (loading ??= loadParts())
    return { policy: pagePolicy(parts), html: renderPage(parts, { isLive: true, status: status.snapshot() }) }
  }
}

/** Who doesn't say what they want in time is let go. A page with its events takes two connections. */
const limits = { requestTimeout: 10_000, headersTimeout: 10_000, keepAliveTimeout: 5000, maxHeaderSize: 16_384 }
const mostConnections = 128

function listen(server: Server, address: ListenAddress): Promise<number> {
  const { host, port } = address
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(listenError(cause, address)))
    server.listen(port, host, () => {
      // What goes wrong with the server later is no reason to end the dispatcher.
      server.on('error', () => {})
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function listenError(cause: Error, { host, port }: ListenAddress): ExtractError {
  const { code } = cause as NodeJS.ErrnoException
  const where = `${host}:${port}`
  if (code === 'EADDRINUSE') {
    return new ExtractError('USAGE', `--listen ${where}: another program listens there already`, {
      hint: `Is another dispatcher running? Else take another port: --listen ${port + 1}`,
      cause,
    })
  }
  if (code === 'EACCES') {
    return new ExtractError('USAGE', `--listen ${where}: the system doesn't let this user listen there`, {
      hint: 'Take a port from 1024 on.',
      cause,
    })
  }
  return new ExtractError('USAGE', `--listen ${where}: ${cause.message}`, {
    hint: 'Name an address of this machine: 127.0.0.1, or 0.0.0.0 for all of them.',
    cause,
  })
}
