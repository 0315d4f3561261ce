// An embedded org of many accounts in a process of its own; says on its first line how it is reached, and how many there are.
import { parseArgs } from 'node:util'
import { startSandbox } from '../../src/sandbox/sandbox.js'

const { values } = parseArgs({ options: { rows: { type: 'string' }, latency: { type: 'string' } } })
const { url, clientId, clientSecret, store } = await startSandbox({
  records: 100,
  accounts: Number(values.rows),
  latencyMs: Number(values.latency),
  dailyCalls: 10_000_000,
})
console.log(JSON.stringify({ url, clientId, clientSecret, rows: [...store.rows('Account')].length }))
