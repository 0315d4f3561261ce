import { execFileSync } from 'node:child_process'
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findScriptFault } from '../../../src/config/sources/script-owner.js'
import { loadConfigFile } from '../../../src/config/sources/search.js'
import { runCli } from '../../support/run-cli.js'
import { errorOf, loadFiles, openFolder } from '../config-folder.js'

const script = "export default { domain: 'mycompany' }"

describe.skipIf(process.platform === 'win32')('a script that is found', () => {
  it.each([
    ['the file', '.salesforcerc.mjs', 0o620],
    ['the file', '.salesforcerc.mjs', 0o602],
    ['its folder', '.', 0o770],
    ['its folder', '.', 0o1777],
  ])('is not run where others may write to %s', async (_, place, mode) => {
    const folder = await openFolder({ '.salesforcerc.mjs': script, 'below/x.txt': '' })
    expect((await loadConfigFile(join(folder, 'below')))?.content).toEqual({ domain: 'mycompany' })
    await chmod(join(folder, place), mode)
    const error = await errorOf(loadConfigFile(join(folder, 'below')))
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', hint: expect.stringContaining('--config') as string })
    expect(error.message).toContain('is not run: other users may write to')
    expect((await loadConfigFile(folder, '.salesforcerc.mjs'))?.content).toEqual({ domain: 'mycompany' })
  })

  it('is not run where another user owns it; root may', async () => {
    const folder = await openFolder({ '.salesforcerc.mjs': script })
    const owner = process.getuid!()
    const path = join(folder, '.salesforcerc.mjs')
    expect(await findScriptFault(path, owner)).toBeUndefined()
    expect(await findScriptFault(path, undefined)).toBeUndefined()
    const fault = await findScriptFault(path, owner + 1)
    expect(fault?.includes('belongs to another user') ?? 'root').toBe(owner === 0 ? 'root' : true)
  })

  it('is judged by what a link leads to, and so is one that a file imports', async () => {
    const folder = await openFolder({ 'open/evil.mjs': script, '.salesforcerc.yml': '$import: open/evil.mjs' })
    await chmod(join(folder, 'open'), 0o777)
    expect((await errorOf(loadConfigFile(folder))).message).toContain('evil.mjs')
    await mkdir(join(folder, 'linked'), { mode: 0o700 })
    await symlink(join(folder, 'open', 'evil.mjs'), join(folder, 'linked', '.salesforcerc.mjs'))
    expect((await errorOf(loadConfigFile(join(folder, 'linked')))).message).toContain('is not run')
  })

  it('of cosmiconfig itself is not run either, as a user sees it', async () => {
    const folder = await openFolder({ '.config/config.js': 'console.log("RUN")\nmodule.exports = {}' })
    await chmod(join(folder, '.config'), 0o777)
    const { code, stdout, stderr } = await runCli(['check', '--offline'], { cwd: folder })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('.config/config.js is a script, and is not run')
  })
})

describe('a file that is no configuration', () => {
  it.skipIf(process.platform === 'win32')('but a pipe or a device is told, and not waited for', async () => {
    const folder = await openFolder()
    execFileSync('sh', ['-c', 'mkfifo .salesforcerc'], { cwd: folder })
    for (const options of [[], ['--config', '/dev/zero']]) {
      const { code, stdout, stderr } = await runCli(['check', '--offline', ...options], { cwd: folder })
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toContain("can't be read: it is a pipe, a socket or a device, not a file")
    }
  })

  it('but longer than any is told by its size', async () => {
    const folder = await openFolder({ 'big.yml': '' })
    await writeFile(join(folder, 'big.yml'), Buffer.alloc(300_000))
    expect((await errorOf(loadConfigFile(folder, 'big.yml'))).message).toContain('has 300000 bytes')
  })

  it.each([
    ['open brackets', `a: ${'['.repeat(240_000)}`],
    ['brackets that close', `a: ${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['maps', `a: ${'{a: '.repeat(40_000)}${'}'.repeat(40_000)}`],
    ['lists in blocks', `${'- '.repeat(20_000)}a`],
    ['JSON', `${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`],
  ])('but nested without an end (%s) is told as such', async (_, text) => {
    const error = await errorOf(loadFiles({ '.salesforcerc': text }))
    expect(error).toMatchObject({ code: 'CONFIG_SYNTAX' })
    expect(error.message).toContain('nested too deep')
  })

  it('but aliases of aliases of aliases is told', async () => {
    const lines = 'bcdefghijklm'
      .split('')
      .map((name, at) => `${name}: &${name} [${`*${'abcdefghijkl'[at]},`.repeat(9)}]`)
    const error = await errorOf(loadFiles({ '.salesforcerc': `a: &a [x]\n${lines.join('\n')}` }))
    expect(error).toMatchObject({ code: 'CONFIG_SYNTAX' })
  })

  it.each([
    ['keys', `{${Array.from({ length: 3_000 }, (_, n) => `k${n}: 1`).join(', ')}}`],
    ['beginnings of variables', `domain: "${'$[['.repeat(80_000)}"`],
    ['beginnings of shell variables', `domain: "${'${'.repeat(120_000)}"`],
  ])('but many %s is told with the first problems', async (_, text) => {
    const error = await errorOf(loadFiles({ '.salesforcerc': text }))
    expect(error).toMatchObject({ code: 'CONFIG_INVALID' })
    expect(error.details.problems!.length).toBeLessThanOrEqual(101)
  })
})
