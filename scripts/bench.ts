// npm run bench -- [--records N] [--tombstones N] [--comments N]: wall seconds, CPU seconds and peak memory of the built
// command line, each run in a process of its own. Without options a large first load into files, an unchanged run and --help.
import { parseArgs } from 'node:util'
import { measureComments } from './bench/comments.js'
import { measureLoad } from './bench/load.js'
import { measureTombstones } from './bench/tombstones.js'

const { values } = parseArgs({
  options: { records: { type: 'string' }, tombstones: { type: 'string' }, comments: { type: 'string' } },
})
const { records, tombstones, comments } = values
if (tombstones !== undefined) await measureTombstones(Number(tombstones))
if (comments !== undefined) await measureComments(Number(comments))
if (records !== undefined || (tombstones ?? comments) === undefined) await measureLoad(Number(records ?? 205_000))
