import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/config/config.js'
import { documents, type DocumentsOptions } from '../../src/runs/documents/documents.js'
import { openJourney } from '../support/journey.js'

describe('the documents of a run, iterated', () => {
  test('are those of the run, once, and its report is what the iterator returns', async () => {
    const { options, sandbox } = await openRead(30)
    const iterator = documents(options)
    const ids: string[] = []
    let next = await iterator.next()
    for (; !next.done; next = await iterator.next()) ids.push(next.value.id)
    const accounts = [...sandbox.store.rows('Account')].map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(accounts))
    expect(next.value).toMatchObject({ outcome: 'done', written: accounts.length })
    expect(await collect(options)).toEqual([])
  })

  test('come again where who iterates leaves in the middle, and nothing is missed', async () => {
    const { options, sandbox } = await openRead(30)
    const taken: string[] = []
    for await (const document of documents(options)) {
      if (document.type !== 'Account') continue
      taken.push(document.id)
      if (taken.length === 3) break
    }
    const accounts = [...sandbox.store.rows('Account')].map(({ id }) => id)
    expect(await collect(options)).toEqual(expect.arrayContaining([...accounts, ...taken]))
  })

  test('come again where who iterates throws', async () => {
    const { options, sandbox } = await openRead(10)
    const reading = async () => {
      for await (const { type } of documents(options)) if (type === 'Account') throw new Error('the index is full')
    }
    await expect(reading()).rejects.toThrow('the index is full')
    const accounts = [...sandbox.store.rows('Account')].map(({ id }) => id)
    expect(await collect(options)).toEqual(expect.arrayContaining(accounts))
  })

  test('are followed by the error of an object that failed, and of a run that could not begin', async () => {
    const { options, sandbox } = await openRead(10, ['Account', 'Contact'])
    sandbox.faults.add({ name: 'object-403', object: 'Contact' })
    const taken: string[] = []
    const reading = async () => {
      for await (const { type } of documents(options)) taken.push(type)
    }
    await expect(reading()).rejects.toMatchObject({ name: 'ExtractError', details: { object: 'Contact' } })
    expect(taken).toContain('Account')
    await expect(collect({ ...options, datasource: 'nobody' })).rejects.toMatchObject({ code: 'DATASOURCE_UNKNOWN' })
  })

  test('end with INTERRUPTED where the signal of the caller aborts', async () => {
    const { options } = await openRead(10)
    const leaving = new AbortController()
    const reading = async () => {
      for await (const { type } of documents({ ...options, signal: leaving.signal })) {
        if (type === 'Account') leaving.abort()
      }
    }
    await expect(reading()).rejects.toMatchObject({ code: 'INTERRUPTED' })
  })
})

async function openRead(records: number, objects = ['Account']) {
  const journey = await openJourney({ ownProcesses: false, records: 0 })
  for (let n = 0; n < records; n++) journey.sandbox.store.insert('Account', { Name: `Account ${n}` })
  await journey.configure(`standard_objects_to_sync: [${objects.join(', ')}]\n`)
  journey.pass(60)
  const config = await loadConfig({ cwd: journey.folder, env: journey.env })
  return { options: { config, env: journey.env } satisfies DocumentsOptions, sandbox: journey.sandbox }
}

async function collect(options: DocumentsOptions): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of documents(options)) ids.push(id)
  return ids
}
