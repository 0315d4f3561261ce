import { describe, expect, test } from 'vitest'
import { callCli } from '../support/call-cli.js'
import { openCliOrg } from '../support/cli-org.js'
import { processTimeoutMs, startCli } from '../support/run-cli.js'
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
    expect(stderr).toMatch(/^error USAGE: The org can't be started on port \d+: .*EADDRINUSE/)
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
    const nowhere = await refusal('--records', '50', '--tls', 'no/such/folder/org.pem')
    expect(nowhere).toEqual([2, expect.stringMatching(/^error USAGE: --tls: ENOENT/)])
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
