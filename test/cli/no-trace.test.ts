import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { jsonLines, openCliOrg } from '../support/cli-org.js'

const looks = [
  ['query', 'SELECT COUNT() FROM Account'],
  ['describe', 'Account'],
  ['tree'],
  ['ls', 'Account'],
  ['plan', '--object', 'Account'],
]

describe('a command that only looks', () => {
  test.each(looks)('%s leaves nothing behind where nobody has set up anything', async (...args) => {
    const { folder, run } = await openCliOrg()
    const { code, stderr } = await run(...args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(await readdir(folder)).toEqual([])
  })

  // A file where the folder should be keeps everybody from writing there, root too.
  test.each(looks.slice(0, 4))('%s goes on where nothing can be kept, with a warning', async (...args) => {
    const { folder, run } = await openCliOrg()
    await writeFile(path.join(folder, '.salesforcerc'), 'state: file:locked/state\n')
    await writeFile(path.join(folder, 'locked'), '')
    const { code, stdout, stderr } = await run(...args)
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringMatching(/^warning: .*locked/) as string })
    expect(stdout).not.toBe('')
    const json = await run('--log-format', 'json', ...args)
    expect(jsonLines(json.stderr)[0]).toMatchObject({ level: 'warn', event: 'warning' })
  })
})
