import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { callCli } from '../../support/call-cli.js'
import { makeTempFolder } from '../../support/temp-folder.js'

test.each([
  [['sync', '--output', ''], '--output is empty'],
  [['status', '--output='], '--output is empty'],
  [['sync', '--datasource', 'crm', ''], '--datasource is empty'],
  [['sync', '--max-calls', ''], '--max-calls is empty'],
  [['--config', '', 'check'], '--config is empty'],
])('%j is refused: no flag has an empty value', async (words, said) => {
  const { code, stderr } = await callCli(words, { cwd: await makeTempFolder() })
  expect(code).toBe(2)
  expect(stderr).toMatch(new RegExp(`^error USAGE: ${said}\nhint: .*is the variable set`))
})

test.each(['status', 'commit', 'rollback', 'reset'])('%s is told that its --output is a file', async (command) => {
  const folder = await makeTempFolder()
  const env = {
    SF_EXTRACT_DOMAIN: 'mycompany',
    SF_EXTRACT_CLIENT_ID: 'some-client-id',
    SF_EXTRACT_CLIENT_SECRET: 'some-client-secret',
  }
  await writeFile(path.join(folder, 'documents'), '')
  const { code, stderr } = await callCli(
    [command, '--output', 'documents', ...(command === 'reset' ? ['--yes'] : [])],
    {
      cwd: folder,
      env,
    },
  )
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('is a file, not a folder') })
})
