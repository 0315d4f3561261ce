import { createHash } from 'node:crypto'
import { redact } from '../errors/redact.js'
import type { PageParts } from './page-parts.js'
import type { PageData } from './status/snapshot.js'

/** One HTML document with everything in it. */
export function renderPage({ html, style, script }: PageParts, data: PageData): string {
  const policy = data.isLive
    ? ''
    : `<meta http-equiv="Content-Security-Policy" content="${staticPolicy({ style, script })}">`
  const parts: Record<string, string> = { policy, style, script, data: renderData(data) }
  return html.replaceAll(/<!--(policy|style|script|data)-->/g, (_, name: string) => parts[name]!)
}

/** A value as JSON without any secret that is known. */
export function renderJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? redact(inner) : inner))
}

/** What the page may do, for the header of the live one: its own style and script, and asking its own server. */
export function pagePolicy(parts: Pick<PageParts, 'style' | 'script'>): string {
  return `${policyOf(parts)}; connect-src 'self'; frame-ancestors 'none'`
}

/** A file may ask nobody for anything. Who frames it a `meta` can't say. */
function staticPolicy(parts: Pick<PageParts, 'style' | 'script'>): string {
  return policyOf(parts)
}

function policyOf({ style, script }: Pick<PageParts, 'style' | 'script'>): string {
  return [
    `default-src 'none'`,
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    'img-src data:',
    `base-uri 'none'`,
    `form-action 'none'`,
    `require-trusted-types-for 'script'`,
  ].join('; ')
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

/** Within a script element nothing may look like its end, or like the beginning of a comment. */
function renderData(data: PageData): string {
  return renderJson(data).replaceAll('<', String.raw`\u003c`)
}
