import { bin, best, measure } from './measure.js'

/** CPU seconds of the commands that have to be quick, as multiples of `node -e 0`. */
export async function measureStartUp(cwd: string): Promise<Record<string, number>> {
  const programs = { node: ['-e', '0'], '--help': [bin, '--help'], 'status --json': [bin, 'status', '--json'] }
  const runs = Object.fromEntries(
    Object.keys(programs).map((name) => [name, [] as Awaited<ReturnType<typeof measure>>[]]),
  )
  for (let round = 0; round < 7; round++) {
    for (const [name, args] of Object.entries(programs)) runs[name]!.push(await measure(args, { cwd }))
  }
  const base = best(runs['node']!)
  const found: Record<string, number> = {}
  for (const name of ['--help', 'status --json']) {
    const { wallSeconds, cpuSeconds } = best(runs[name]!)
    found[`${name} ÷ node -e 0, wall`] = wallSeconds / base.wallSeconds
    found[`${name} ÷ node -e 0, CPU`] = cpuSeconds / base.cpuSeconds
  }
  for (const [name, ratio] of Object.entries(found)) console.log(`${name.padEnd(36)} ${ratio.toFixed(2)}`)
  return found
}
