import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { programCommand } from '../../support/child-program.js'
import { listOutput } from '../../support/output-files.js'
import { makeTempFolder } from '../../support/temp-folder.js'

describe('the files sink', { timeout: 120_000 }, () => {
  it('writes twice as much as it has memory for', async () => {
    const folder = join(await makeTempFolder(), 'out')
    const [node, ...rest] = programCommand(new URL('../programs/write-much.ts', import.meta.url), folder, '50000')
    await promisify(execFile)(node, ['--max-old-space-size=48', ...rest])
    expect(await listOutput(folder)).toHaveLength(10)
  })
})
