import { describe, expect, test, vi } from 'vitest'
import { parseFault } from '../../src/sandbox/faults/validate-fault.js'
import { data, openClient } from './client.js'

const limits = data('/limits')

async function took(ask: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await ask()
  return performance.now() - start
}

describe('on the wire', () => {
  test('reset closes the connection instead of an answer', async () => {
    const client = await openClient({ faults: [{ name: 'reset' }] })
    await expect(client.get(limits)).rejects.toThrow('fetch failed')
    expect((await client.get(limits)).status).toBe(200)
    expect(client.sandbox.log.entries().map((entry) => entry.status)).toEqual([200, 0, 200])
  })

  test('half-body closes it in the middle of the body', async () => {
    const client = await openClient({ faults: [{ name: 'half-body' }] })
    await expect(client.get(data('/sobjects'))).rejects.toThrow('terminated')
    expect((await client.get(data('/sobjects'))).status).toBe(200)
  })

  test('cut-json sends a whole answer whose JSON is not', async () => {
    const client = await openClient({ faults: [{ name: 'cut-json' }] })
    await expect(client.get(limits)).rejects.toThrow(SyntaxError)
    expect((await client.get(limits)).status).toBe(200)
  })

  test('slow and the latency of the org make answers wait, not those of the control API', async () => {
    const client = await openClient({ latencyMs: 30, faults: [{ name: 'slow', ms: 40, count: 1 }] })
    expect(await took(() => client.get(limits))).toBeGreaterThanOrEqual(69)
    expect(await took(() => client.get(limits))).toBeGreaterThanOrEqual(29)
    const entries = (await client.control('GET', '/log')).body
    expect(entries).toHaveLength(3)
  })

  test('no-date leaves out the Date, usage lies about the calls', async () => {
    const client = await openClient({
      faults: [
        { name: 'no-date', count: 2 },
        { name: 'usage', used: 4990, max: 5000 },
      ],
    })
    const { headers } = await client.get(limits)
    expect(headers.get('date')).toBe(null)
    expect(headers.get('sforce-limit-info')).toBe('api-usage=4990/5000')
  })
})

describe('a fault on the command line', () => {
  test('is its name with properties', () => {
    expect(parseFault('reset')).toEqual({ name: 'reset' })
    expect(parseFault('status:status=503,count=2,body=empty,path=q=SELECT')).toEqual({
      name: 'status',
      status: 503,
      count: 2,
      body: 'empty',
      path: 'q=SELECT',
    })
  })

  test('is refused when it or a property is unknown', () => {
    expect(() => parseFault('boom')).toThrow(/unknown fault 'boom'; known: expire-session, /)
    expect(() => parseFault('reset:often=3')).toThrow(
      "fault 'reset' takes count, when, path, object, page, share, not 'often'",
    )
    expect(() => parseFault('reset:count=often')).toThrow("'count' of fault 'reset' must be a whole number")
    expect(() => parseFault('toString')).toThrow("unknown fault 'toString'")
  })

  test('is refused when a value could not be meant or it would never strike', () => {
    expect(() => parseFault('reset:count=')).toThrow("'count' of fault 'reset' must be a whole number")
    expect(() => parseFault('status:status=99')).toThrow(
      "'status' of fault 'status' must be a whole number from 200 to 599",
    )
    expect(() => parseFault('status:body=xml')).toThrow("'body' of fault 'status' must be html, json or empty")
    expect(() => parseFault('reset:path=(')).toThrow("'path' of fault 'reset' must be a regular expression")
    expect(() => parseFault('unfilterable:object=Case')).toThrow("fault 'unfilterable' needs 'field'")
    expect(() => parseFault('stale-describe')).toThrow("fault 'stale-describe' needs 'object'")
  })

  test('an org at work on 25 calls for over 20 seconds refuses others, and takes them again afterwards', async () => {
    const client = await openClient({ faults: [{ name: 'slow', ms: 1000, path: '/sobjects' }] })
    const long = Array.from({ length: 25 }, () => client.get(data('/sobjects')))
    await vi.waitFor(async () => {
      client.sandbox.clock.advance(20_000)
      expect(await client.get(limits)).toMatchObject({
        status: 403,
        body: [
          { errorCode: 'REQUEST_LIMIT_EXCEEDED', message: expect.stringContaining('ConcurrentRequests') as string },
        ],
      })
    })
    expect(new Set((await Promise.all(long)).map(({ status }) => status))).toEqual(new Set([200]))
    expect((await client.get(limits)).status).toBe(200)
  })
})
