import { execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, readFile, readlink, realpath, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { reachesRegistry } from '../support/registry.js'
import { packPackage } from '../support/install-package.js'
import { processTimeoutMs } from '../support/run-cli.js'
import { makeTempFolder } from '../support/temp-folder.js'
import { freePort } from '../support/stores/free-port.js'

const run = promisify(execFile)
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
/** npm fetches a hundred packages. */
const patient = { timeout: 2 * processTimeoutMs }

describe.skipIf(!reachesRegistry())('the tarball, installed by npm', patient, () => {
  test('takes a newcomer from an empty folder to documents to search, by the commands of the page', async () => {
    const folder = await makeTempFolder()
    const { tarball } = await packPackage(folder)
    const port = await freePort()
    const [first, second] = blocksOf('docs/getting-started.md').map((block) =>
      block.map((line) => line.replace(/ sf-extract$/, ` ${tarball}`).replace('4800', String(port))),
    )
    expect([...first!, ...second!].length).toBeLessThanOrEqual(7)
    const cwd = path.join(folder, 'empty')
    await mkdir(cwd)
    const [install, sandbox] = first!
    const installed = await runLine(`${install} --prefer-offline`, cwd)
    expect(installed.stderr).toBe('')
    await startLine(sandbox!, cwd, 'until Ctrl-C')
    const printed = []
    for (const line of second!) printed.push(await runLine(line, cwd))
    expect(printed.map(({ stderr }) => stderr).join('')).not.toMatch(/^(?:error|warning|npm warn)/m)
    const [, checked, , found] = printed
    expect(checked!.stdout).not.toMatch(/^[✗x]/m)
    expect(found!.stdout).toMatch(/^\S.*\n {2}\/(?:Standard|Custom) Objects\//)
  })

  test('is a command of every folder, with its man page, and npm has nothing to warn of', async () => {
    const folder = await makeTempFolder()
    const prefix = path.join(folder, 'prefix')
    const line = `npm install -g --prefix ${prefix} --install-links ${await unpackAlone(folder)}`
    expect((await runLine(line, folder)).stderr).toBe('')
    const bin = path.join(prefix, 'bin', 'sf-extract')
    expect(await run(bin, ['--version'], { cwd: folder })).toEqual({ stdout: `${version}\n`, stderr: '' })
    const man = path.join(prefix, 'share', 'man', 'man1', 'sf-extract.1')
    expect(await realpath(man)).toContain(path.join('node_modules', 'sf-extract', 'man'))
    expect(await readlink(bin)).toContain('node_modules/sf-extract/bin/sf-extract.js')
  })
})

/** The package without its dependencies, which the first test installs: the command line has all in its bundle. */
async function unpackAlone(folder: string): Promise<string> {
  const place = path.join(folder, 'sf-extract')
  await mkdir(place)
  const { tarball } = await packPackage(folder)
  await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', place])
  const file = path.join(place, 'package.json')
  const { dependencies: _, ...alone } = JSON.parse(await readFile(file, 'utf8')) as { dependencies: unknown }
  await writeFile(file, JSON.stringify(alone))
  return place
}

/** The command lines of a page's shell blocks. */
function blocksOf(page: string): string[][] {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/^```sh\n([^]*?)^```/gm)].map(([, block]) => block!)
  return blocks.map((block) => block.trimEnd().split('\n'))
}

/** Runs a line to its end; whatever is set for npm, and for the tool, on this machine is kept, but for its settings. */
async function runLine(line: string, cwd: string): Promise<{ stdout: string; stderr: string }> {
  return run('bash', ['-c', line], { cwd, env: environment() })
}

/** Starts a line that goes on until the test is over, and waits for its words. */
async function startLine(line: string, cwd: string, words: string): Promise<void> {
  const child = spawn('bash', ['-c', line], { cwd, env: environment(), detached: true })
  onTestFinished(async () => {
    const ended = new Promise((resolve) => child.once('close', resolve))
    // npx and the program it has started.
    process.kill(-child.pid!, 'SIGTERM')
    await ended
  })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.once('close', () => reject(new Error(said)))
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.includes(words)) resolve()
    })
  })
}

function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('SF_'))
  return { ...Object.fromEntries(own), npm_config_fund: 'false', npm_config_audit: 'false', npm_config_yes: 'true' }
}
