import pLimit from 'p-limit'
import { expect, test } from 'vitest'
import { openApi } from '../../../src/org/http/api.js'
import { openOrgClock } from '../../../src/org/http/org-clock.js'
import { openQuotaGuard } from '../../../src/org/http/quota.js'
import type { Sessions } from '../../../src/org/login/session.js'
import type { Log } from '../../../src/terms.js'
import { openManualClock } from '../../support/manual-clock.js'
import { usualExtract } from '../../support/scripted-org.js'

const instanceUrl = 'https://mycompany.my.salesforce.com'
const sessions: Sessions = {
  current: async () => ({ token: 'kept-token', instanceUrl, userId: '', orgId: '', generation: 0 }),
  renew: async () => false,
  forget: async () => undefined,
}

const silent = () => undefined

test('a certificate that is not trusted is one call and no wait, with a kept token too', async () => {
  const clock = openManualClock()
  const quota = openQuotaGuard({ reserve: usualExtract.quotaReserve })
  const api = openApi({
    http: { send: async () => ({ failure: 'SELF_SIGNED_CERT_IN_CHAIN', message: 'as Node says it' }), close: silent },
    sessions,
    quota,
    orgClock: openOrgClock(),
    retryPolicy: { retry: usualExtract.retry, clock, random: () => 1 },
    log: { debug: silent } as Log,
    inLine: pLimit(4),
  })
  await expect(api.call({ path: '/services/data/v62.0/limits' })).rejects.toMatchObject({
    code: 'ORG_UNREACHABLE',
    message: expect.stringContaining('The certificate of mycompany.my.salesforce.com is not trusted') as string,
    hint: expect.stringContaining('NODE_EXTRA_CA_CERTS') as string,
  })
  expect(quota.calls()).toBe(1)
  expect(clock.sleeps).toEqual([])
})
