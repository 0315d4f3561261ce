import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { processTimeoutMs, runCli, startCli } from '../support/run-cli.js'
import { makeTempFolder } from '../support/temp-folder.js'

describe('demo', { timeout: processTimeoutMs }, () => {
  test('tells the whole story, and leaves its folder only where it is to be kept', async () => {
    const cwd = await makeTempFolder()
    const { code, stdout, stderr } = await runCli(['demo', '--keep'], {
      cwd,
      env: { TMPDIR: cwd, SF_EXTRACT_DOMAIN: 'somewhere-else' },
    })
    expect(stderr).not.toContain('does not hold')
    expect(code).toBe(0)
    for (const step of ['sync --output documents', 'tree --output documents', 'ls "/Standard Objects/Account/"']) {
      expect(stderr).toContain(`$ sf-extract ${step}`)
    }
    expect(stderr).toMatch(/: done, 3 written, 1 deleted, /)
    expect(stderr).toMatch(/: done, 0 written, 0 deleted, /)
    expect(stdout).toMatch(/^Standard Objects\/\n├── Account\/ +\d+$/m)
    const folder = /documents are in (\S+)\.\n/.exec(stderr)![1]!
    expect((await readdir(folder)).toSorted()).toEqual(['.sf-extract', 'coco.yml', 'documents', 'report.json'])
    await rm(folder, { recursive: true })
  })

  test('cleans up when it is interrupted', async () => {
    const cwd = await makeTempFolder()
    const running = startCli(['demo'], { cwd, env: { TMPDIR: cwd } })
    await running.saw('$ sf-extract sync')
    running.child.kill('SIGINT')
    expect((await running.ended).code).toBe(130)
    expect((await readdir(cwd)).filter((name) => name.startsWith(path.basename('sf-extract-demo')))).toEqual([])
  })
})
