import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { programCommand } from '../support/child-program.js'

const program = programCommand(new URL('programs/write-stdout.ts', import.meta.url))

// Starting a process takes seconds on a busy machine.
describe('stdout as a pipe', { timeout: 120_000 }, () => {
  it('ends quietly with head -1, having committed no more than the pipe took', async () => {
    const { stdout, stderr } = await runInShell('"$@" 20000 | head -1')
    expect(stdout.split('\n')).toHaveLength(2)
    expect(JSON.parse(stdout)).toMatchObject({ id: '1' })
    const [, cursor] = /^SINK_CLOSED (\d+)\n$/.exec(stderr) ?? []
    expect(Number(cursor)).toBeGreaterThan(0)
    // 64 kB in the pipe, and as much in the reader.
    expect(Number(cursor)).toBeLessThan(200)
  })

  it('has given everything to a slow reader when it ends', async () => {
    const { stdout, stderr } = await runInShell('"$@" 3000 | { sleep 0.3; wc -l; }')
    expect([stdout.trim(), stderr]).toEqual(['3000', 'done 3000\n'])
  })
})

function runInShell(script: string): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)('bash', ['-c', script, 'bash', ...program])
}
