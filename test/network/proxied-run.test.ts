import { expect, test } from 'vitest'
import { jsonLines } from '../support/cli-org.js'
import { openProxiedOrg, orgHost } from '../support/proxied-org.js'

test('a run goes to the real name of the org through the proxy, and keeps its tunnels', async () => {
  const { run, proxy, front } = await openProxiedOrg()
  const { code, stdout, stderr } = await run(['sync', '--object', 'Account'])
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
  expect(jsonLines(stdout).length).toBeGreaterThan(10)
  expect(new Set(proxy.asked)).toEqual(new Set([`${orgHost}:443`]))
  expect(front.paths[0]).toBe('/services/oauth2/token')
  expect(front.paths.length).toBeGreaterThan(proxy.asked.length)
  expect(proxy.asked.length).toBeLessThanOrEqual(4)
})
