import { onTestFinished } from 'vitest'
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js'

export interface Answer {
  status: number
  headers: Headers
  // oxlint-disable-next-line typescript/no-explicit-any -- the tests look into whatever came
  body: any
}

/** An org of its own for one test, logged in, closed when the test is over. */
export interface Client {
  sandbox: Sandbox
  token: string
  /** A path below the host, as the logged-in user. */
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  post(path: string, body: unknown): Promise<Answer>
  query(soql: string, headers?: Record<string, string>): Promise<Answer>
  queryAll(soql: string): Promise<Answer>
  /** The rows of all pages. */
  // oxlint-disable-next-line typescript/no-explicit-any -- rows have the keys the statement asks for
  rows(soql: string): Promise<any[]>
  /** The control API, without a login. */
  control(method: string, path: string, body?: unknown): Promise<Answer>
  login(): Promise<string>
}

const VERSION = '62.0'

/** Holds users alone unless `records` says otherwise. */
export async function openClient(options: SandboxOptions = {}): Promise<Client> {
  const sandbox = await startSandbox({ records: 0, ...options })
  onTestFinished(() => sandbox.close())
  const login = async () => {
    const form = { grant_type: 'client_credentials', client_id: sandbox.clientId, client_secret: sandbox.clientSecret }
    const answer = await ask(sandbox.url, '/services/oauth2/token', { method: 'POST', body: new URLSearchParams(form) })
    return answer.body.access_token as string
  }
  const client: Client = {
    sandbox,
    token: await login(),
    get: (path, headers) =>
      ask(sandbox.url, path, { headers: { Authorization: `Bearer ${client.token}`, ...headers } }),
    post: (path, body) =>
      ask(sandbox.url, path, {
        method: 'POST',
        headers: { Authorization: `Bearer ${client.token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    query: (soql, headers) => client.get(`${data('/query')}?q=${encodeURIComponent(soql)}`, headers),
    queryAll: (soql) => client.get(`${data('/queryAll')}?q=${encodeURIComponent(soql)}`),
    async rows(soql) {
      const rows = []
      let page = await client.query(soql)
      for (;;) {
        if (page.status !== 200) throw new Error(JSON.stringify(page.body))
        rows.push(...page.body.records)
        if (page.body.done) return rows
        page = await client.get(page.body.nextRecordsUrl)
      }
    },
    control: (method, path, body) =>
      ask(sandbox.url, `/sandbox${path}`, body === undefined ? { method } : { method, body: JSON.stringify(body) }),
    login,
  }
  return client
}

/** A path of the REST API at the version the tests use. */
export function data(path: string, version = VERSION): string {
  return `/services/data/v${version}${path}`
}

/** One request; JSON bodies are parsed. */
export async function ask(url: string, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url + path, init)
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}
