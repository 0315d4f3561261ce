import { chmod } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/config/config.js'
import { credentials, environment, loadFiles, openFolder, problemsOf } from '../config-folder.js'

const inFile = (more: Record<string, unknown>) => ({ '.salesforcerc': { ...credentials, ...more } })

/** The notes on a file that others can read and that names this proxy. */
async function notesWith(proxy: string): Promise<string[]> {
  const cwd = await openFolder(inFile({ client_secret: '${SECRET}', proxy }))
  await chmod(path.join(cwd, '.salesforcerc'), 0o644)
  return (await loadConfig({ cwd, env: { SECRET: 'zq86-secret', PASSWORD: 'zq86-pass' } })).notes
}

describe('the way to an org', () => {
  it('has paths that count from the file, or from the working directory where a variable gives them', async () => {
    const cwd = await openFolder({ ...inFile({ ca_file: 'ca.pem', client_cert: '~/client.pem' }), 'below/x': '' })
    const env = { HOME: '/home/jane', SF_EXTRACT_CLIENT_KEY: 'client.key' }
    const [connector] = (await loadConfig({ cwd: path.join(cwd, 'below'), env })).connectors
    expect(connector).toMatchObject({
      caFile: path.join(cwd, 'ca.pem'),
      clientCert: '/home/jane/client.pem',
      clientKey: path.join(cwd, 'below', 'client.key'),
    })
    expect(connector).not.toHaveProperty('proxy')
  })

  it.each([[''], [null], ['${NONE}']])('has no proxy where it is %j, unlike where it is not named', async (proxy) => {
    const [connector] = (await loadFiles(inFile({ proxy }), { env: { NONE: '' } })).connectors
    expect(connector!.proxy).toBe('')
  })

  it('has the proxy of the variable before that of the file', async () => {
    const env = { SF_EXTRACT_PROXY: 'http://variable.corp:3128' }
    const [connector] = (await loadFiles(inFile({ proxy: '' }), { env })).connectors
    expect(connector!.proxy).toBe('http://variable.corp:3128')
  })

  it('is wrong with a proxy of another kind, whose password is not told, or a key alone', async () => {
    const wrong = inFile({ proxy: 'socks5://jane:zq86-word@proxy.corp', client_key: 'x.key' })
    const problems = await problemsOf(loadFiles(wrong))
    expect(problems).toEqual({
      proxy: expect.stringMatching(/^"socks5:\/\/proxy\.corp" is a proxy of a kind that is not spoken/) as string,
    })
    expect(JSON.stringify(problems)).not.toContain('zq86')
    const key = { ...environment, SF_EXTRACT_CLIENT_KEY: 'x.key' }
    expect(Object.keys(await problemsOf(loadFiles({}, { env: key })))).toEqual(['client_key'])
  })

  it('gets a note where its file holds the password of a proxy, and others can read it', async () => {
    expect(await notesWith('http://jane:zq86-pass@proxy.corp:3128')).toEqual([expect.stringContaining('chmod 600')])
    expect(await notesWith('http://jane:${PASSWORD}@proxy.corp:3128')).toEqual([])
    expect(await notesWith('http://proxy.corp:3128')).toEqual([])
  })
})
