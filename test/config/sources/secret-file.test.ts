import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/config/config.js'
import { openFolder } from '../config-folder.js'

const notesWith = async (secret: unknown, mode: number): Promise<string[]> => {
  const cwd = await openFolder({ '.salesforcerc': `domain: x\nclient_id: y\nclient_secret: ${String(secret)}\n` })
  await chmod(join(cwd, '.salesforcerc'), mode)
  return (await loadConfig({ cwd, env: { S: 'from-the-environment' } })).notes
}

describe('a file others can read', () => {
  it('gets a note where it holds the secret itself', async () => {
    expect(await notesWith('literal-secret', 0o640)).toEqual([expect.stringMatching(/chmod 600 .*\.salesforcerc/)])
    expect(await notesWith(123_456, 0o604)).toHaveLength(1)
    expect(await notesWith('literal-secret', 0o600)).toEqual([])
    expect(await notesWith('${S}', 0o644)).toEqual([])
  })

  it('gets none where it is a script, whose secret may come from anywhere', async () => {
    const cwd = await openFolder({
      '.salesforcerc.mjs': 'export default { domain: "x", client_id: "y", client_secret: "z".repeat(9) }',
    })
    await chmod(join(cwd, '.salesforcerc.mjs'), 0o644)
    expect((await loadConfig({ cwd, env: {} })).notes).toEqual([])
  })
})
