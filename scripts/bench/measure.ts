import { spawn } from 'node:child_process'
import path from 'node:path'

/** A command line to run in a process of its own, and where. */
export interface Measured {
  args: string[]
  cwd: string
  env?: Record<string, string>
}

/** Runs the built command line and prints wall seconds, CPU seconds and peak memory. */
export async function measure(title: string, { args, cwd, env }: Measured): Promise<void> {
  const started = performance.now()
  const child = spawn(process.execPath, ['--import', reporter, path.resolve('bin/sf-extract.js'), ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let text = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const code = await new Promise((resolve) => child.once('close', resolve))
  const seconds = (performance.now() - started) / 1000
  const used = JSON.parse(/USED (.*)/.exec(text)?.[1] ?? '{}') as Partial<NodeJS.ResourceUsage>
  const { userCPUTime = 0, systemCPUTime = 0, maxRSS = 0 } = used
  const cpu = (userCPUTime + systemCPUTime) / 1e6
  console.log(
    `${title.padEnd(32)} exit ${String(code)}  ${seconds.toFixed(2)} s  cpu ${cpu.toFixed(2)} s  peak ${Math.round(maxRSS / 1024)} MB`,
  )
  if (code !== 0) console.log(text)
}

const reporter = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process.stderr.write(`\\nUSED ${JSON.stringify({ ...process.resourceUsage() })}\\n`))",
)}`
