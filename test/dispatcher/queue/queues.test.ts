import * as bullmq from 'bullmq'
import type { Redis } from 'ioredis'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { QueueConnection } from '../../../src/dispatcher/queue/connection.js'
import { openQueues, type ObjectData } from '../../../src/dispatcher/queue/queues.js'
import { pardon } from '../../../src/dispatcher/queue/schedulers.js'
import type { DispatcherSettings } from '../../../src/dispatcher/roster.js'
import { hasRedis, openQueued } from '../../support/queued.js'

async function open() {
  const { client } = await openQueued()
  const queues = openQueues(connect(client), () => undefined)
  onTestFinished(() => queues.close())
  const add = (org: string, object: string) =>
    queues.addObject({ datasource: org, object, token: 'token' } satisfies ObjectData, org)
  return { queues, add }
}

function connect(client: Redis): QueueConnection {
  const connection = client as never
  return { bullmq, client, connection, skipVersionCheck: true, text: 'it', further: () => client, close: () => {} }
}

describe.skipIf(!hasRedis)('jobs for objects', () => {
  test('ranges of a large org stand behind the objects of small ones, and of its own', async () => {
    const { queues, add } = await open()
    for (let n = 1; n <= 5; n++) await add('large', `Account/${n}`)
    await add('small', 'Lead')
    await add('small', 'Case')
    await add('large', 'Contact')
    const jobs = await queues.objects.getPrioritized()
    expect(jobs.map(({ data }) => `${data.datasource} ${data.object}`)).toEqual([
      'large Account/1',
      'small Lead',
      'large Contact',
      'large Account/2',
      'small Case',
      'large Account/3',
      'large Account/4',
      'large Account/5',
    ])
  })

  test('an object has one job, also where it is told again', async () => {
    const { queues, add } = await open()
    await Promise.all([add('org', 'Account'), add('org', 'Account')])
    await add('org', 'Account')
    expect(await queues.objects.getJobCounts('prioritized', 'delayed')).toEqual({ prioritized: 1, delayed: 0 })
  })

  test('with new settings what was put off is tried at once', async () => {
    const { queues, add } = await open()
    await add('acme.example', 'Account')
    const [job] = await queues.objects.getPrioritized()
    await job!.remove()
    await queues.objects.add('object', job!.data, { jobId: job!.id, priority: 1, delay: 3_600_000 })
    const connector = { id: 'crm', loginUrl: 'https://acme.example' }
    const config = { connectors: [connector] }
    const datasources = [{ id: 'crm', connectorId: 'crm' }]
    await pardon({ config, datasources } as unknown as DispatcherSettings, queues)
    expect(await queues.objects.getJobCounts('prioritized', 'delayed')).toEqual({ prioritized: 1, delayed: 0 })
  })
})
