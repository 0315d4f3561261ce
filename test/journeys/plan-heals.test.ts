import { expect, test } from 'vitest'
import { openGoBetween } from '../support/go-between.js'
import { openJourney, unhurried } from '../support/journey.js'

const refusal = [{ errorCode: 'INVALID_FIELD', message: '項目「SystemModstamp」はクエリコールでは絞り込みできません' }]

test(
  'plan goes by another stamp where the org refuses one that its describe allows, as sync does',
  unhurried,
  async () => {
    const settings = 'standard_objects_to_sync: [Account]\nchildren: false\ndeletes: false\n'
    const journey = await openJourney({ settings, ownProcesses: false })
    journey.sandbox.store.insert('Account', { Name: 'Acme' })
    const between = await openGoBetween(journey.sandbox.url, ({ soql }) =>
      soql !== undefined && /(WHERE|AND) SystemModstamp/.test(soql) ? { status: 400, body: refusal } : undefined,
    )
    journey.env['SF_EXTRACT_LOGIN_URL'] = between.url
    const { code, stdout } = await journey.run('plan')
    expect(code).toBe(0)
    expect(stdout).toContain('LastModifiedDate')
    expect(stdout).toMatch(/Account: full, 1 row/)
    expect(await journey.sync()).toMatchObject({ code: 0, report: { objects: [{ outcome: 'done', written: 1 }] } })
  },
)
