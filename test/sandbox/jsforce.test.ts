import { expect, test } from 'vitest'
import { jsforceSteps, openJsforce } from '../support/clients/jsforce-steps.js'
import { takeSteps } from '../support/clients/steps.js'
import { openClient } from './client.js'

test('jsforce takes the org for Salesforce', async () => {
  const { sandbox, token } = await openClient({ records: 3000 })
  const { url, clientId, clientSecret } = sandbox
  const ends = await takeSteps(await openJsforce({ url, token, clientId, clientSecret }), jsforceSteps)
  expect(ends.filter(({ failure }) => failure !== undefined)).toEqual([])
}, 30_000)
