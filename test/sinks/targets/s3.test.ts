import { describe, expect, it } from 'vitest'
import { buildSampleDocument } from '../../support/sample-document.js'
import { listManifests, loadByManifests, startS3Server } from '../../support/targets/s3-server.js'
import { describeTarget, openSinkInto } from './contract.js'

async function open() {
  const server = await startS3Server('spool')
  const login = 'AKIDEXAMPLE:secret%2Fof%2Fthe%2Fkey'
  return {
    address: `s3://${login}@spool/crm?endpoint=${server.url}`,
    server,
    load: async () => loadByManifests(server),
  }
}

describeTarget('s3', { hasIds: false, splits: false }, open)

describe('an s3: target', () => {
  it('names objects after folders, and the manifest comes last', async () => {
    const place = await open()
    const { sink, target } = await openSinkInto(place)
    expect(await target.isMissing?.()).toBe(true)
    await sink.write('Account', [buildSampleDocument('1')])
    await sink.write('Contact', [buildSampleDocument('2', { object: 'Contact' })])
    expect([...place.server.objects.keys()]).toEqual([])
    await sink.settle?.()
    const keys = [...place.server.objects.keys()]
    expect(keys.toSorted()).toEqual([
      expect.stringMatching(/^crm\/Standard Objects\/Account\/\d{8}T\d{9}Z-[\da-f]{6}-00001\.ndjson$/),
      expect.stringMatching(/^crm\/Standard Objects\/Contact\/\d{8}T\d{9}Z-[\da-f]{6}-00002\.ndjson$/),
      expect.stringMatching(/^crm\/_manifests\/\d{8}T\d{9}Z-[\da-f]{6}\.json$/),
      'crm/_sf-extract.json',
    ])
    expect(keys.at(-1)).toContain('_manifests')
    expect(listManifests(place.server)).toMatchObject([
      { datasources: ['crm'], format: 'document', documents: 2, objects: [{ documents: 1 }, { documents: 1 }] },
    ])
    expect(await target.isMissing?.()).toBe(false)
  })

  it('uploads what is large in parts while it comes, and nothing of it is left where the run fails', async () => {
    const place = await open()
    const { sink, target } = await openSinkInto(place)
    const documents = ['1', '2', '3'].map((id) =>
      buildSampleDocument(id, { content: 'x'.repeat(id === '3' ? 1000 : 9_000_000) }),
    )
    for (const document of documents) await sink.write('Account', [document])
    expect([...place.server.uploads.values()].map(({ parts }) => parts.size)).toEqual([2])
    await sink.settle?.()
    expect(place.server.uploads.size).toBe(0)
    expect(loadByManifests(place.server).map(({ id }) => id)).toEqual(['1', '2', '3'])
    expect(listManifests(place.server)[0]!.objects).toMatchObject([{ documents: 3 }])
    const failing = await openSinkInto(place)
    for (const document of documents) await failing.sink.write('Account', [document])
    expect(place.server.uploads.size).toBe(1)
    await failing.target.close()
    expect(place.server.uploads.size).toBe(0)
    await target.close()
  })

  it('moves no watermark where an object was lost', async () => {
    const place = await open()
    const { sink, state } = await openSinkInto(place)
    await sink.write('Account', [buildSampleDocument('1')])
    await sink.commit('Account', [{ key: 'cursor', value: 1 }])
    place.server.isDead = true
    await expect(sink.settle?.()).rejects.toMatchObject({ code: 'TARGET_FAILED' })
    expect(await state.read('cursor')).toBeUndefined()
  })

  it('says that key or bucket are wrong, without the secret', async () => {
    const place = await open()
    const { target } = await openSinkInto(place)
    expect(await target.check()).toBe('the bucket spool is there')
    const other = await openSinkInto({ ...place, address: place.address.replace('@spool', '@attic') })
    await expect(other.target.check()).rejects.toMatchObject({ hint: expect.stringContaining('no such bucket') })
    const { sink } = await openSinkInto({ ...place, address: place.address.replace('AKIDEXAMPLE', 'AKIDWRONG') })
    await sink.write('Account', [buildSampleDocument('1')])
    await expect(sink.settle?.()).rejects.toMatchObject({
      message: expect.not.stringContaining('secret/of'),
      hint: expect.stringContaining('s3:PutObject'),
    })
  })
})
