import { generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { callCli } from '../support/call-cli.js'
import { openCliOrg } from '../support/cli-org.js'
import { processTimeoutMs, startCli } from '../support/run-cli.js'
import { appKey, makeKey } from '../support/login-org.js'
import { makeTempFolder } from '../support/temp-folder.js'

describe('sandbox', { timeout: processTimeoutMs }, () => {
  test('prints the environment that reaches it, serves until Ctrl-C, and ends with 0', async () => {
    const folder = await makeTempFolder()
    const running = startCli(['sandbox', '--records', '200', '--seed', '7', '--latency', '1', '--churn', '1'], {
      cwd: folder,
    })
    await running.saw('until Ctrl-C')
    const env = Object.fromEntries(
      [...running.printed.stdout.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]),
    )
    const { code, stdout } = await callCli(['query', 'SELECT COUNT() FROM Account'], { cwd: folder, env })
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^\{"totalSize":\d+\}\n$/) as string })
    running.child.kill('SIGINT')
    expect((await running.ended).code).toBe(0)
  })

  test('refuses a port that is taken, exit 2', async () => {
    const { sandbox, run } = await openCliOrg()
    const { code, stderr } = await run('sandbox', '--port', new URL(sandbox.url).port)
    expect(code).toBe(2)
    expect(stderr).toMatch(/^error USAGE: --port \d+: another program listens there already\nhint: .*take another port/)
  })

  test('refuses kinds of changes, rates and languages that there are not, exit 2', async () => {
    const cwd = await makeTempFolder()
    const refusal = async (...args: string[]) => {
      const { code, stderr } = await callCli(['sandbox', ...args], { cwd, env: {} })
      return [code, stderr.split('\n')[0]]
    }
    expect(await refusal('--churn', 'insert=2,explode=1')).toEqual([
      2,
      expect.stringContaining("--churn: no kind 'explode'; known: insert, update, delete"),
    ])
    expect(await refusal('--churn', 'insert=many')).toEqual([2, expect.stringContaining("'insert' needs a number")])
    expect(await refusal('--language', 'fr')).toEqual([2, expect.stringContaining("--language takes en, ja, not 'fr'")])
    const unknown = await refusal('--with', 'person-accounts,nothing')
    expect(unknown).toEqual([2, expect.stringContaining("not 'nothing'")])
    expect(await refusal('--churn', 'insert=100000')).toEqual([2, expect.stringContaining('a number from 0 to 10000')])
    const nowhere = await refusal('--records', '50', '--tls', 'no/such/folder/org.pem')
    expect(nowhere).toEqual([2, expect.stringMatching(/^error USAGE: --tls: ENOENT/)])
  })

  test.each(['99999', '65536', 'x', '-1', '1.5'])('refuses --port %j, exit 2, with the cure', async (port) => {
    const { code, stderr } = await callCli(['sandbox', `--port=${port}`], { cwd: await makeTempFolder(), env: {} })
    expect(code).toBe(2)
    expect(stderr).toContain(
      `error USAGE: --port takes a whole number from 0 to 65535, not '${port}'\nhint: Leave --port`,
    )
  })

  test.each([
    ['--latency', '3600001', 'from 0 to 3600000'],
    ['--objects', '3001', 'from 0 to 3000'],
    ['--churn', '10001', 'from 1 to 10000'],
    ['--seed', '1e3', 'of at least 0'],
    ['--records', '99000000', 'takes 138600 MB of memory'],
    ['--fault', 'slow:ms=-5', "'ms' of fault 'slow' must be"],
    ['--rotate-refresh-token', '--json', 'is for --refresh-token'],
    ['--refresh-token', '', '--refresh-token is empty'],
    ['--jwt-certificate', 'no-such.crt', "no-such.crt can't be read: ENOENT"],
    ['--jwt-certificate', 'note.txt', "note.txt: it isn't PEM"],
    ['--jwt-certificate', 'broken.crt', 'holds no certificate'],
    ['--jwt-certificate', 'ec.pub', 'its key is for ec'],
  ])('refuses %s %j, exit 2', async (flag, value, reason) => {
    const cwd = await makeTempFolder()
    await writeFile(path.join(cwd, 'note.txt'), 'nothing')
    await writeFile(path.join(cwd, 'broken.crt'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    await writeFile(path.join(cwd, 'ec.pub'), publicKey.export({ type: 'spki', format: 'pem' }))
    const { code, stderr } = await callCli(['sandbox', flag, value], { cwd, env: {} })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(reason) })
    expect(stderr).toMatch(/^error USAGE: /)
  })

  test('lets in by refresh token and JWT as it says, and by nothing else', async () => {
    const folder = await makeTempFolder()
    const [key, other] = [appKey(), makeKey()]
    await writeFile(path.join(folder, 'app.pub'), key.publicKey)
    await writeFile(path.join(folder, 'app.key'), key.privateKey, { mode: 0o600 })
    await writeFile(path.join(folder, 'other.key'), other.privateKey, { mode: 0o600 })
    const logins = ['--refresh-token', "it's good", '--rotate-refresh-token', '--jwt-certificate', 'app.pub']
    const running = startCli(['sandbox', '--records', '50', ...logins], { cwd: folder })
    await running.saw('until Ctrl-C')
    const exported = (line: RegExp) =>
      [...running.printed.stdout.matchAll(line)].map(([text]) =>
        Object.fromEntries(
          [...text.matchAll(/(SF_\w+)=('.*'|\S+)/g)].map(([, name, value]) => [name!, unquote(value!)]),
        ),
      )
    const usual = Object.assign({}, ...exported(/^export .*$/gm)) as Record<string, string>
    const [refresh = {}, jwt = {}] = exported(/^# export .*$/gm)
    expect([refresh['SF_EXTRACT_REFRESH_TOKEN'], jwt['SF_EXTRACT_USERNAME']]).toEqual([
      "it's good",
      'bot@haldenpumps.example',
    ])
    const check = async (env: Record<string, string>, cwd = folder) => {
      const { code, stdout, stderr } = await callCli(['query', 'SELECT COUNT() FROM Lead'], {
        cwd,
        env: { ...usual, ...env },
      })
      return [code, code === 0 ? stdout.slice(0, 13) : stderr.split('\n')[0]]
    }
    const good = [0, '{"totalSize":']
    // The second time the successor of the token is used.
    expect([await check(refresh), await check({ ...refresh, SF_EXTRACT_TOKEN_CACHE: 'false' })]).toEqual([good, good])
    expect(await check(refresh, await makeTempFolder())).toEqual([3, expect.stringContaining('expired access/refresh')])
    const withKey = { ...jwt, SF_EXTRACT_PRIVATE_KEY_FILE: path.join(folder, 'app.key') }
    expect(await check(withKey)).toEqual(good)
    const elsewhere = await makeTempFolder()
    const wrongKey = { ...withKey, SF_EXTRACT_PRIVATE_KEY_FILE: path.join(folder, 'other.key') }
    expect(await check(wrongKey, elsewhere)).toEqual([3, expect.stringContaining('invalid assertion')])
    const wrongAudience = { ...withKey, SF_EXTRACT_AUDIENCE: 'https://elsewhere.example.com' }
    expect(await check(wrongAudience, elsewhere)).toEqual([3, expect.stringContaining('audience is invalid')])
    running.child.kill('SIGINT')
    expect((await running.ended).code).toBe(0)
  })

  test('gives address and credentials as JSON, and misfortunes by name', async () => {
    const folder = await makeTempFolder()
    const running = startCli(
      ['sandbox', '--json', '--quiet', '--records', '50', '--fault', 'status:status=503', 'no-composite'],
      { cwd: folder },
    )
    await running.saw('}\n')
    const reach = JSON.parse(running.printed.stdout) as { url: string; clientId: string; clientSecret: string }
    expect(Object.keys(reach)).toEqual(['url', 'clientId', 'clientSecret'])
    const faults = (await (await fetch(`${reach.url}/sandbox/faults`)).json()) as { name: string }[]
    expect(faults.map(({ name }) => name)).toEqual(['status', 'no-composite'])
    running.child.kill('SIGTERM')
    const { code, stderr } = await running.ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})

/** A word as a shell reads it. */
function unquote(text: string): string {
  return text.startsWith("'") ? text.slice(1, -1).replaceAll(String.raw`'\''`, "'") : text
}
