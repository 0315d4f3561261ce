import { describe, expect, test } from 'vitest'
import { jsonLines } from '../support/cli-org.js'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { recordIds } from '../support/written.js'
import { runShell } from '../support/shell.js'

const settings = 'standard_objects_to_sync: [Lead]\nchildren: false\n'

describe('into a pipe', unhurried, () => {
  test('a reader that goes away ends the run quietly, and what it did not take comes in the next', async () => {
    const journey = await openLeads(900)
    const cut = await runShell('sf-extract sync | head -1; echo "${PIPESTATUS[0]}"', journey.shell)
    const [first, code] = cut.stdout.trim().split('\n')
    expect(JSON.parse(first!)).toMatchObject({ type: 'folder' })
    expect(code).toBe('0')
    expect(cut.stderr).not.toMatch(/    at |EPIPE|Error/)
    const { documents, code: again } = await journey.sync()
    expect(again).toBe(0)
    expect(recordIds(documents)).toHaveLength(900)
  })

  test('a reader of a query that goes away ends it quietly too', async () => {
    const journey = await openLeads(200)
    const { child, ended } = journey.start('query', 'SELECT FIELDS(ALL) FROM Lead LIMIT 200')
    child.stdout!.destroy()
    expect(await ended).toMatchObject({ code: 0, stderr: '' })
  })

  test('--hold leaves the watermarks until commit: the documents come again before it, and not after it', async () => {
    const journey = await openLeads(3)
    expect(recordIds((await journey.sync('--hold')).documents)).toHaveLength(3)
    expect((await journey.run('status')).stdout).toContain('A run made with --hold waits for commit or rollback.')
    const second = await journey.sync('--hold')
    expect(recordIds(second.documents)).toHaveLength(3)
    expect(second.stderr).toContain('rolled back')
    const committed = await journey.run('commit')
    expect(committed).toMatchObject({ code: 0, stdout: '' })
    expect(committed.stderr).toContain('committed')
    expect((await journey.sync()).documents).toEqual([])
    expect((await journey.run('commit')).stderr).toContain('nothing is pending')
  })

  test('a stdout that is closed fails the run, and nothing moves', async () => {
    const journey = await openLeads(3)
    const closed = await runShell('sf-extract sync >&-', journey.shell)
    expect(closed).toMatchObject({ code: 1, stderr: expect.stringContaining('stdout is closed') as string })
    expect((await runShell('sf-extract sync --output documents >&-', journey.shell)).code).toBe(0)
    expect(recordIds((await journey.sync()).documents)).toHaveLength(3)
    expect((await runShell('sf-extract sync --full > /dev/null', journey.shell)).code).toBe(0)
  })

  test('rollback drops what is held, so that the next run writes it again, into files too', async () => {
    const journey = await openLeads(3)
    expect(recordIds((await journey.sync('--hold', '--output', 'documents')).documents)).toHaveLength(3)
    expect((await journey.run('rollback')).stderr).toContain('rolled back')
    expect(recordIds((await journey.sync('--hold', '--output', 'documents')).documents)).toHaveLength(3)
    expect((await journey.run('commit')).code).toBe(0)
    expect((await journey.sync('--output', 'documents')).documents).toEqual([])
  })

  test('an indexer that fails keeps commit from running, and gets everything again', async () => {
    const journey = await openLeads(300)
    const failed = await runShell(into('(head -20 > taken.txt; exit 3)'), journey.shell)
    expect(failed.code).toBe(3)
    expect(failed.stderr).not.toContain('    at ')
    const taken = await runShell(into('cat > all.txt'), journey.shell)
    expect(taken).toMatchObject({ code: 0, stderr: '' })
    const { stdout } = await runShell('cat all.txt', journey.shell)
    expect(jsonLines(stdout).filter(({ type }) => type === 'Lead')).toHaveLength(300)
    expect((await journey.sync()).documents).toEqual([])
  })
})

/** The pipe as the help shows it. */
function into(indexer: string): string {
  return `set -o pipefail; sf-extract sync --quiet --hold | ${indexer} && sf-extract commit --quiet`
}

async function openLeads(count: number): Promise<Journey & { shell: { cwd: string; env: NodeJS.ProcessEnv } }> {
  const journey = await openJourney({ settings })
  const { store, clock } = journey.sandbox
  for (let n = 0; n < count; n++)
    store.insert('Lead', { LastName: 'Lee', Company: 'Acme' }, { at: clock.now() - 3_600_000 })
  return { ...journey, shell: { cwd: journey.folder, env: journey.env } }
}
