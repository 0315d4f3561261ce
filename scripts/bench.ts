// npm run bench -- [--records N]: a large first load into files, an unchanged run and --help, each in a process of its own:
// wall seconds, CPU seconds, peak memory.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { records: { type: 'string', default: '205000' } } })
const bin = path.resolve('bin/sf-extract.js')
const reporter = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stderr.write(`\\nUSED ${JSON.stringify({ ...process.resourceUsage() })}\\n`))",
)}`
const folder = mkdtempSync(path.join(tmpdir(), 'sf-extract-bench-'))
const sandbox = spawn(process.execPath, [bin, 'sandbox', '--records', values.records], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  const env = await new Promise<Record<string, string>>((resolve) => {
    let text = ''
    sandbox.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      const pairs = [...text.matchAll(/export (\w+)=(\S+)\n/g)].map(([, name, value]) => [name!, value!])
      if (pairs.length >= 3) resolve(Object.fromEntries(pairs))
    })
  })
  await measure('first load, Account', ['sync', '--object', 'Account', '--output', 'documents', '--quiet'], env)
  await measure('unchanged run, all six', ['sync', '--output', 'documents', '--quiet'], env)
  await measure('unchanged run, all six', ['sync', '--output', 'documents', '--quiet'], env)
  for (let round = 0; round < 3; round++) await measure('--help', ['--help'], env)
} finally {
  sandbox.kill()
  rmSync(folder, { recursive: true, force: true })
}

async function measure(title: string, args: string[], env: Record<string, string>): Promise<void> {
  const started = performance.now()
  const child = spawn(process.execPath, ['--import', reporter, bin, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let text = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const code = await new Promise((resolve) => child.once('close', resolve))
  const seconds = (performance.now() - started) / 1000
  const used = JSON.parse(/USED (.*)/.exec(text)?.[1] ?? '{}') as {
    maxRSS: number
    userCPUTime: number
    systemCPUTime: number
  }
  const cpu = (used.userCPUTime + used.systemCPUTime) / 1e6
  console.log(
    `${title.padEnd(24)} exit ${String(code)}  ${seconds.toFixed(2)} s  cpu ${cpu.toFixed(2)} s  peak ${Math.round(used.maxRSS / 1024)} MB`,
  )
}
