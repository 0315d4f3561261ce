/** Requests to a target that is spoken to by plain HTTP. */
import { got } from 'got'
import { messageOf } from '../../../network/message-of.js'
import { findProxyFailure } from '../../../network/proxy-failure.js'
import { describeFailure } from '../../../network/describe-failure.js'
import type { TargetContext } from '../target.js'

export interface TargetRequest {
  method: 'GET' | 'HEAD' | 'POST' | 'DELETE'
  url: string
  headers?: Record<string, string>
  body?: string
}

/** An answer, whatever its status, or why there is none. */
export type TargetAnswer =
  { status: number; headers: Record<string, string | string[] | undefined>; text: string } | { failure: string }

export type Exchange = (request: TargetRequest) => Promise<TargetAnswer>

/**
 * Sends one request and reads one answer: no retry, and no redirect, which would carry documents and the login to a
 * host that nobody named. Throws CONFIG_INVALID where the settings of the way are no use.
 */
export function openExchange(common: Record<string, string>, { way }: TargetContext): Exchange {
  return async ({ method, url, headers = {}, body }) => {
    const { request, via } = await way.to(url)
    try {
      const answer = await got(url, {
        method,
        headers: { accept: 'application/json', ...common, ...headers },
        ...(body === undefined ? {} : { body }),
        request,
        retry: { limit: 0 },
        throwHttpErrors: false,
        followRedirect: false,
        timeout: { connect: connectLimitMs, secureConnect: connectLimitMs, request: answerLimitMs },
      })
      return { status: answer.statusCode, headers: answer.headers, text: answer.body }
    } catch (error) {
      const proxyFailure = findProxyFailure(error)
      const { hostname, port } = new URL(url)
      if (proxyFailure) return { failure: describeFailure(proxyFailure, via!, `${hostname}:${port || '443'}`).text }
      return { failure: messageOf(error as Error) }
    }
  }
}

const connectLimitMs = 10_000
const answerLimitMs = 120_000
