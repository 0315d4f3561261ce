import { describe, expect, it } from 'vitest'
import { buildSampleDocument } from '../../support/sample-document.js'
import { startLinesServer } from '../../support/targets/lines-server.js'
import { describeTarget, openSinkInto } from './contract.js'

async function open() {
  const server = await startLinesServer()
  return {
    address: `http://${server.host}/hook?token=secret-of-the-hook&index=crm`,
    server,
    refuse: (id: string) => void server.unfit.add(id),
    load: async () => server.taken,
  }
}

describeTarget('https', { hasIds: false }, open)

describe('an https: target', () => {
  it('has a key for each batch, the same when it is sent again', async () => {
    const { server, ...place } = await open()
    const { sink } = await openSinkInto({ ...place, server })
    const keysBefore = () => server.requests.map(({ headers }) => headers['idempotency-key'])
    server.troubles.push({ status: 503 })
    await sink.write('Account', [buildSampleDocument('1')])
    await sink.write('Account', [buildSampleDocument('1')])
    const [first, again, second] = keysBefore()
    expect(first).toMatch(/^[\da-f-]{36}$/)
    expect([again, second === first]).toEqual([first, false])
    expect(server.requests[0]!.headers).toMatchObject({
      'content-type': 'application/x-ndjson',
      'x-batch-documents': '1',
    })
    expect(server.requests[0]!.path).toBe('/hook?token=secret-of-the-hook&index=crm')
  })

  it('finds the document that a batch is refused for', async () => {
    const { server, ...place } = await open()
    const { sink } = await openSinkInto({ ...place, server })
    server.troubles.push({ status: 422, body: 'bad batch' }, 'none', { status: 400, body: { message: 'bad document' } })
    const writing = sink.write('Account', [buildSampleDocument('1'), buildSampleDocument('2')])
    await expect(writing).rejects.toMatchObject({
      code: 'TARGET_REFUSED',
      message: expect.stringMatching(/refuses 1 document.*2: .*bad document/),
    })
    expect(server.taken.map(({ id }) => id)).toEqual(['1'])
  })

  it('logs in with user and password, or a bearer token, and follows no redirect', async () => {
    const { server, address, ...place } = await open()
    const write = async (login: string) => {
      const { sink } = await openSinkInto({ ...place, address: address.replace('//', `//${login}@`) })
      await sink.write('Account', [buildSampleDocument('1')])
    }
    server.authorization = `Basic ${Buffer.from('ann:pa/ss').toString('base64')}`
    await write('ann:pa%2Fss')
    server.authorization = 'Bearer key-of-ann'
    await write(':key-of-ann')
    expect(server.taken).toHaveLength(2)
    await expect(write('ann:wrong-words')).rejects.toMatchObject({ hint: expect.stringContaining('to_password') })
    server.troubles.push({ status: 307, headers: { location: 'http://elsewhere.example/in?ticket=of-another' } })
    const leads = expect.stringMatching(/elsewhere\.example\/in$/) as string
    await expect(write(':key-of-ann')).rejects.toMatchObject({ hint: leads })
  })

  it.each([
    ['a web page', { headers: { 'content-type': 'text/html' }, body: '<h1>Sign in</h1>' }],
    ['a list that is cut', { body: '{"refused":[{"id":' }],
    ['a list that is none', { body: { refused: 'all' } }],
    ['a list with something else in it', { body: { refused: [null, { id: 5 }] } }],
    ['a list of other documents', { body: { refused: [{ id: 'of another batch' }] } }],
  ])('has not taken what it answers with %s', async (_, answer) => {
    const { server, ...place } = await open()
    const { sink } = await openSinkInto({ ...place, server })
    server.troubles.push({ status: 200, ...answer })
    await expect(sink.write('Account', [buildSampleDocument('1')])).rejects.toMatchObject({ code: 'TARGET_FAILED' })
  })

  it('is tried without a document', async () => {
    const { server, ...place } = await open()
    const { target } = await openSinkInto({ ...place, server })
    expect(await target.check()).toContain('HTTP 405 to a HEAD')
    server.authorization = 'Bearer x'
    await expect(target.check()).rejects.toMatchObject({ code: 'TARGET_FAILED' })
    expect(server.taken).toEqual([])
  })
})
