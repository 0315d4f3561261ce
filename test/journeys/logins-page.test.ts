import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadConfig } from '../../src/config/config.js'
import { openFolder } from '../config/config-folder.js'

const blocks = [...readFileSync('docs/logins.md', 'utf8').matchAll(/^```yaml\n([^]*?)^```/gm)].map(([, text]) => text!)

test.each(blocks)('an example of the page loads as it stands, without a note: %#', async (text) => {
  const env = { SF_CLIENT_ID: 'key-of-the-page', SF_CLIENT_SECRET: 'secret-of-the-page' }
  const files = { '.salesforcerc': text, 'salesforce.key': 'a key', 'refresh-token.secret': 'a token' }
  const { connectors, notes } = await loadConfig({ cwd: await openFolder(files), env })
  expect(notes).toEqual([])
  expect(connectors[0]?.auth).toBe(/^auth: (\w+)/.exec(text)?.[1] ?? 'client_credentials')
})

test('the page has an example of each way to log in', () => {
  expect(blocks).toHaveLength(5)
})
