import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { callCli } from '../support/call-cli.js'
import { cliPath } from '../support/run-cli.js'
import { makeTempFolder } from '../support/temp-folder.js'

async function run(...args: string[]) {
  return callCli(args, { cwd: await makeTempFolder() })
}

describe('help', () => {
  test('is shown on stderr, as a usage error, where no command is given', async () => {
    const { code, stdout, stderr } = await run()
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^Usage: sf-extract/)
    expect(stderr).not.toContain('error USAGE')
  })

  test('has the version of the package', async () => {
    const { code, stdout } = await run('--version')
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string })
  })
})

test.skipIf(process.platform === 'win32')('a process that may open few files says so, without a stack', async () => {
  // As many as node and --version need, which differs from node to node.
  const line = `
    files=17
    { until (ulimit -n $files && exec $0 $1 --version); do files=$((files + 1)); done; } > /dev/null 2>&1
    ulimit -n $files && exec $0 $1 sync`
  const env = { ...process.env, SF_EXTRACT_LOGIN_URL: 'http://127.0.0.1:1' }
  const ended = promisify(execFile)('sh', ['-c', line, process.execPath, cliPath], { cwd: await makeTempFolder(), env })
  await expect(ended).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^error FILES_EXHAUSTED: .*\nhint: Raise the limit .*\n$/) as string,
  })
})

describe('a wrong command line', () => {
  test.each([
    [['snyc'], "error USAGE: unknown command 'snyc': did you mean sync?\n"],
    [['sync', '--ful'], "error USAGE: unknown option '--ful': did you mean --full?\n"],
    [['ls', '/', 'more'], "error USAGE: too many arguments for 'ls'. Expected 1 argument but got 2.\n"],
    [['query'], /^error USAGE: there is no statement: give SOQL in quotes, --file FILE, or - /],
    [['query', ' '], /^error USAGE: the statement is empty: give SOQL /],
    [['demo', '--records', '5'], "error USAGE: --records takes a whole number of at least 2000, not '5'\n"],
    [['sync', '--since'], "error USAGE: option '--since <time>' argument missing\n"],
    [
      ['sync', '--since', '400d'],
      /^error USAGE: --since: "400d" is longer than 366d, .*; give a date instead, such as /,
    ],
    [['sync', '--since', 'soon'], /^error USAGE: --since takes a date, a time such as .*, not 'soon'\n$/],
    [
      ['sync', '--full', '--since', '2d'],
      'error USAGE: --full and --since exclude each other: --full reads everything\n',
    ],
    [['query', '--format', 'xml', 'x'], "error USAGE: --format takes ndjson, json, csv, table, not 'xml'\n"],
    [['sync', '--max-calls', '0'], "error USAGE: --max-calls takes a whole number of at least 1, not '0'\n"],
    [['sync', '--wait', 'long'], /^error USAGE: --wait: "long" is not a duration/],
    [['ls', '--limit', 'all'], "error USAGE: --limit takes a whole number of at least 1, not 'all'\n"],
    [['status', '--log-level', 'loud'], "error USAGE: --log-level takes error, warn, info, debug, not 'loud'\n"],
    [['status', '--log-format', 'xml'], "error USAGE: --log-format takes text, json, not 'xml'\n"],
    [['cache', 'drop'], "error USAGE: cache takes show, clear, not 'drop'\n"],
    [['sandbox', '--fault', 'rain'], /^error USAGE: --fault: unknown fault 'rain'; known: expire-session/],
  ])('%j is told in one line, exit 2', async (args, said) => {
    const { code, stdout, stderr } = await run(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(said)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  test('is told as JSON where that is the log format', async () => {
    const { code, stderr } = await run('snyc', '--log-format', 'json')
    expect(code).toBe(2)
    expect(JSON.parse(stderr)).toEqual({
      level: 'error',
      time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      event: 'error',
      code: 'USAGE',
      message: "unknown command 'snyc': did you mean sync?",
    })
  })
})

describe('a configuration that is missing', () => {
  test('is one clear message with what to do, before any call', async () => {
    const { code, stdout, stderr } = await run('sync')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^error CONFIG_NOT_FOUND: No configuration found/)
    expect(stderr).toContain('hint: Run `sf-extract init`')
    expect(stderr).not.toMatch(/^ +at /m)
  })
})
