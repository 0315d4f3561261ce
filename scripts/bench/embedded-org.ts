import { Agent, get } from 'node:http'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'

const MILLION = 1_000_000
const FIELDS =
  'Id, Name, Type, Industry, BillingCity, BillingCountry, Description, CreatedDate, LastModifiedDate, SystemModstamp'

/**
 * What an embedded org of a million records costs: start and memory; then, with a million accounts, the first page in an
 * order, and a page of 2,000 rows of ten fields. CPU time beside wall time, which says little on a busy machine; the
 * client's share is in both.
 */
export async function measureEmbeddedOrg(): Promise<void> {
  await measured({ records: MILLION }, 'a million records of every kind', async () => {})
  await measured({ records: 5000, accounts: MILLION }, 'a million accounts', measureQueries)
}

async function measured(
  options: Parameters<typeof startSandbox>[0],
  title: string,
  work: (org: Sandbox, ask: Ask) => Promise<void>,
): Promise<void> {
  const before = stopwatch()
  const org = await startSandbox({ dailyCalls: MILLION, ...options })
  const megabytes = Math.round(process.memoryUsage().rss / 1e6)
  process.stdout.write(`${title}: up in ${before()}, ${megabytes} MB resident\n`)
  const agent = new Agent({ keepAlive: true })
  try {
    await work(org, await openAsk(org, agent))
  } finally {
    agent.destroy()
    await org.close()
  }
}

async function measureQueries(_org: Sandbox, ask: Ask): Promise<void> {
  for (const order of ['Name', 'SystemModstamp', 'Industry, Name', 'Id']) {
    const { took } = await ask(query(`SELECT Id, Name FROM Account ORDER BY ${order}`))
    process.stdout.write(`  first page ORDER BY ${order}: ${took}\n`)
  }
  let page = await ask(query(`SELECT ${FIELDS} FROM Account`))
  const times: { wallMs: number; cpuMs: number }[] = []
  for (let n = 0; n < 100 && page.next !== undefined; n++) {
    page = await ask(page.next)
    times.push(page)
  }
  const [wall, cpu] = [median(times.map(({ wallMs }) => wallMs)), median(times.map(({ cpuMs }) => cpuMs))]
  process.stdout.write(
    `  page of 2,000 rows of ten fields: median ${wall.toFixed(1)} ms, ${cpu.toFixed(1)} ms of CPU\n`,
  )
}

type Ask = (path: string) => Promise<{ took: string; wallMs: number; cpuMs: number; next?: string }>

async function openAsk(org: Sandbox, agent: Agent): Promise<Ask> {
  const form = { grant_type: 'client_credentials', client_id: org.clientId, client_secret: org.clientSecret }
  const login = await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) })
  const { access_token: token } = (await login.json()) as { access_token: string }
  return async (path) => {
    const [wall, cpu] = [performance.now(), process.cpuUsage()]
    const body = await read(org.url + path, agent, token)
    const wallMs = performance.now() - wall
    const { user, system } = process.cpuUsage(cpu)
    const cpuMs = (user + system) / 1000
    const next = /"nextRecordsUrl":"([^"]+)"/.exec(body.subarray(0, 300).toString())?.[1]
    const took = `${wallMs.toFixed(0)} ms, ${cpuMs.toFixed(0)} ms of CPU`
    return { took, wallMs, cpuMs, ...(next !== undefined && { next }) }
  }
}

function read(url: string, agent: Agent, token: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: { Authorization: `Bearer ${token}` } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve(Buffer.concat(chunks)))
    })
    request.on('error', reject)
  })
}

function query(soql: string): string {
  return `/services/data/v62.0/query?q=${encodeURIComponent(soql)}`
}

function stopwatch(): () => string {
  const [wall, cpu] = [performance.now(), process.cpuUsage()]
  return () => {
    const { user, system } = process.cpuUsage(cpu)
    return `${((performance.now() - wall) / 1000).toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of CPU`
  }
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}
