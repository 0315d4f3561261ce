import { describe, expect, test } from 'vitest'
import { typeAnswers } from '../support/call-cli.js'
import { openCliOrg } from '../support/cli-org.js'

describe('reset on a terminal', () => {
  test.each([
    ['y', /^salesforce: forgotten/m, 'no run yet'],
    ['', /Forget the watermarks of salesforce\? \(y\/N\): /, 'documents: done'],
    ['no', /Forget the watermarks/, 'documents: done'],
  ])('asks, and %j decides', async (answer, said, status) => {
    const { folder, env, run } = await openCliOrg()
    await run('sync', '--object', 'Campaign', '--output', 'documents')
    const question = 'Forget the watermarks of salesforce? (y/N)'
    const { code, stderr } = await typeAnswers(['reset'], { cwd: folder, env }, [[question, `${answer}\r`]])
    expect(code).toBe(0)
    expect(stderr).toMatch(said)
    expect((await run('status')).stdout).toContain(status)
  })
})
