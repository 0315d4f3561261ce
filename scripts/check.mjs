// Everything that is checked without running a test, as many checks at a time as there are cores. Tells what each had
// to say when it is over; fails where one of them did.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Those that take longest begin first. */
const checks = ['prettier --check .', 'knip', 'npm run types', 'npm run docs:check', 'npm run lint', 'npm run package']
const waiting = [...checks]
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, runNext))

async function runNext() {
  const check = waiting.shift()
  if (check === undefined) return
  const { code, said } = await run(check)
  process.stdout.write(`$ ${check}\n${said}`)
  if (code !== 0) process.exitCode = 1
  await runNext()
}

function run(check) {
  const child = spawn(check, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })))
}
