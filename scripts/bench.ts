// npm run bench -- [--rows N] [--rounds N] [--large] [--part targets|org|workers|ranges] [--tombstones N] [--comments N]: what the built command line costs, each
// run in a process of its own. Without options: the speed of a first load beside floors and jsforce, by REST and by a job, into each kind of target, API calls, start-up;
// figures also in bench.json. --part targets: rows a second into stdout, files, each kind of target and a command, alone; org: the embedded org at a million records; workers: how much faster 2 and 4 are than one, by jobs of many orgs; ranges: the same for one object of --rows rows. --large adds memory and time at 100,000 and 1,000,000 rows, and the unchanged run after them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { measureCalls } from './bench/calls.js'
import { measureComments } from './bench/comments.js'
import { measureEmbeddedOrg } from './bench/embedded-org.js'
import { measureGrowth } from './bench/growth.js'
import { measureJobs } from './bench/jobs.js'
import { measureRanges } from './bench/ranges.js'
import { measureSpeed, printSpeed } from './bench/speed.js'
import { measureStartUp } from './bench/start-up.js'
import { measureTargets } from './bench/targets.js'
import { measureTombstones } from './bench/tombstones.js'
import { measureWorkers } from './bench/workers.js'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    large: { type: 'boolean', default: false },
    tombstones: { type: 'string' },
    comments: { type: 'string' },
    part: { type: 'string' },
  },
})
const { tombstones, comments, part } = values
if (tombstones !== undefined) await measureTombstones(Number(tombstones))
if (comments !== undefined) await measureComments(Number(comments))
if (part === 'targets') await measureTargets(Number(values.rows), Number(values.rounds))
else if (part === 'org') await measureEmbeddedOrg()
else if (part === 'workers') await measureWorkers()
else if (part === 'ranges') await measureRanges(Number(values.rows))
else if (part !== undefined) throw new Error(`--part takes targets, org, workers or ranges, not '${part}'`)
if ((tombstones ?? comments ?? part) === undefined) await measureAll()

async function measureAll(): Promise<void> {
  const rows = Number(values.rows)
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-extract-bench-'))
  const speed = await measureSpeed(rows, Number(values.rounds))
  const ratios = printSpeed(rows, speed)
  const figures = {
    node: process.version,
    rows,
    speed,
    ratios,
    jobs: await measureJobs(rows, Number(values.rounds)),
    targets: await measureTargets(rows, Number(values.rounds)),
    calls: await measureCalls(),
    startUp: await measureStartUp(folder),
    growth: values.large ? await measureGrowth([100_000, 1_000_000]) : undefined,
  }
  rmSync(folder, { recursive: true })
  writeFileSync('bench.json', `${JSON.stringify(figures, null, 2)}\n`)
}
