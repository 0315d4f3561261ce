import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { callCli } from '../../support/call-cli.js'
import { isInstalled } from '../../support/installed-program.js'
import { unhurried } from '../../support/journey.js'
import { runShell } from '../../support/shell.js'
import { makeTempFolder } from '../../support/temp-folder.js'
import { openNamed } from './named-datasources.js'

/** A function that completes the words it is given, as bash hands them over, and prints what they may become. */
const press = `
source <(sf-extract completion bash)
press() {
  COMP_WORDS=(sf-extract "$@")
  COMP_CWORD=$#
  _sf_extract 2>/dev/null
  printf '<%s>' "\${COMPREPLY[@]}"
  echo
}
`

describe('in bash', unhurried, () => {
  test('words are completed as they were typed, and none of them is evaluated', async () => {
    const presses: [words: string, expected: string][] = [
      [`rollb`, '<rollback>'],
      [`sync --format =`, '<document><record><bulk><coco><csv>'],
      [`sync --format = c`, '<coco><csv>'],
      [`sync --datasource My`, String.raw`<My\ Salesforce\ Data>`],
      [`sync --datasource '"My'`, '<My Salesforce Data>'],
      [`sync --datasource West : ''`, String.raw`<\ two>`],
      [`sync --datasource '"My Salesforce Data"' --object ''`, '<Account><Case>'],
      [`sync --datasource 'My\\ Salesforce\\ Data' --object ''`, '<Account><Case>'],
      ["sync --datasource '$(touch ran)' '`touch ran`' x", '<>'],
    ]
    const cwd = await openNamed()
    const script = [press, ...presses.map(([words]) => `press ${words}`)].join('\n')
    const { stdout } = await runShell(script, { cwd, env: {} })
    expect(stdout.trimEnd().split('\n')).toEqual(presses.map(([, expected]) => expected))
    expect(existsSync(path.join(cwd, 'ran'))).toBe(false)
  })
})

describe.each([
  ['zsh', ['-n']],
  ['fish', ['--no-execute']],
])('in %s', (shell, check) => {
  test.skipIf(!isInstalled(shell))('the script can be read', async () => {
    const folder = await makeTempFolder()
    const file = path.join(folder, 'script')
    await writeFile(file, (await callCli(['completion', shell], { cwd: folder })).stdout)
    expect(execFileSync(shell, [...check, file], { encoding: 'utf8' })).toBe('')
  })
})

describe('in fish', () => {
  test.skipIf(!isInstalled('fish'))('names, choices, files and folders are completed', unhurried, async () => {
    const cwd = await openNamed()
    await mkdir(path.join(cwd, 'documents'))
    const lines = ['sync --datasource "My', 'sync --output=d', 'sync --to sqlite:co', 'cache s']
    const presses = lines.map((line) => `complete -C 'sf-extract ${line}'`).join('; ')
    const { stdout } = await runShell(
      `fish -N -c '${`source (sf-extract completion fish | psub); ${presses}`.replaceAll("'", `'\\''`)}'`,
      { cwd, env: {} },
    )
    expect(stdout).toBe('My Salesforce Data\n--output=documents/\nsqlite:coco.yml\nshow\n')
  })
})

test('another shell is told which there are', async () => {
  expect(await callCli(['completion', 'tcsh'], { cwd: '.' })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("completion takes bash, zsh, fish, not 'tcsh'") as string,
  })
})
