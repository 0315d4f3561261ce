import { readdir, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../../src/clock.js'
import { compactFolder, type CompactOptions } from '../../../../src/runs/compact/compact-folder.js'
import type { FoldReport } from '../../../../src/terms.js'
import { addFiles, documentLine, loadTexts, makeOutputFolder, tombstoneLine } from '../../../support/output-folder.js'
import { makeTempFolder } from '../../../support/temp-folder.js'

const accounts = 'Standard Objects/Account'
const contacts = 'Standard Objects/Contact'
const contact = { place: '/Standard Objects/Contact/', type: 'Contact' }
const file = { type: 'content_document' }
const inFiles = { ...file, place: '/Standard Objects/ContentDocument/' }

function compact(folder: string, options: Partial<CompactOptions> = {}): Promise<FoldReport[]> {
  return compactFolder({ folder, ...options }, { clock: systemClock })
}

describe('a folder that is compacted', () => {
  it('has the newest version of each document, byte for byte, in the order they were written', async () => {
    const odd = '{"id":"2", "source":{"id":"crm","name":"n"},"title":"é\\u2028","payload":{"n":12345678901234567890.10},' +
      '"system":{"parent_path":"/Standard Objects/Account/"}}\n' // prettier-ignore
    const folder = await makeOutputFolder({
      [`${accounts}/r1-00001.ndjson`]: [
        documentLine('1', 'old'),
        odd,
        documentLine('3', 'old'),
        documentLine('4', 'a'),
      ],
      [`${accounts}/r2-00001.ndjson`]: [documentLine('3', 'new'), tombstoneLine('4'), documentLine('5', 'mid')],
      [`${accounts}/r2-00002.ndjson`]: [documentLine('5', 'new'), documentLine('1', 'new')],
    })
    const [report] = await compact(folder)
    expect(await loadTexts(folder)).toEqual({
      [`${accounts}/r2-00002_current.ndjson`]: [
        odd,
        documentLine('3', 'new'),
        documentLine('5', 'new'),
        documentLine('1', 'new'),
      ].join(''),
    })
    expect(report).toMatchObject({
      datasource: 'crm',
      path: '/Standard Objects/Account/',
      outcome: 'folded',
      files: [3, 1],
      documents: [9, 4],
      tombstones: 1,
    })
    expect(report!.bytes[0]).toBeGreaterThan(report!.bytes[1])
  })

  it('is folded again with what came later, and left alone where nothing is superseded', async () => {
    const folder = await makeOutputFolder({
      [`${accounts}/r1-00001.ndjson`]: [documentLine('1', 'a'), documentLine('2', 'a')],
      [`${contacts}/r1-00002.ndjson`]: [documentLine('3', 'a', contact)],
    })
    const before = await loadTexts(folder)
    expect(await compact(folder)).toEqual([])
    expect(await loadTexts(folder)).toEqual(before)
    await addFiles(folder, { [`${accounts}/r2-00001.ndjson`]: [documentLine('2', 'b')] })
    expect((await compact(folder)).map(({ path }) => path)).toEqual(['/Standard Objects/Account/'])
    await addFiles(folder, { [`${accounts}/r3-00001.ndjson`]: [tombstoneLine('1')] })
    await compact(folder)
    expect(await compact(folder)).toEqual([])
    expect(await loadTexts(folder)).toEqual({
      [`${accounts}/r3-00001_current.ndjson`]: documentLine('2', 'b'),
      [`${contacts}/r1-00002.ndjson`]: documentLine('3', 'a', contact),
    })
  })

  it('has no file where nothing is left, and the newest version where one file has several', async () => {
    const folder = await makeOutputFolder({
      [`${accounts}/r1-00001.ndjson`]: [documentLine('1', 'a')],
      [`${accounts}/r2-00001.ndjson`]: [tombstoneLine('1')],
      [`${contacts}/r2-00002.ndjson`]: [documentLine('2', 'a', contact), documentLine('2', 'b', contact)],
    })
    const reports = await compact(folder)
    expect(reports.map(({ files }) => files)).toEqual([
      [2, 0],
      [1, 1],
    ])
    expect(await loadTexts(folder)).toEqual({
      [`${contacts}/r2-00002_current.ndjson`]: documentLine('2', 'b', contact),
    })
  })

  it('keeps the newest tombstones where it is told to, until it is told no more', async () => {
    const folder = await makeOutputFolder({
      [`${accounts}/r1-00001.ndjson`]: [documentLine('1', 'a'), documentLine('2', 'a'), tombstoneLine('2')],
      [`${accounts}/r2-00001.ndjson`]: [tombstoneLine('1'), documentLine('2', 'b')],
    })
    await compact(folder, { keepTombstones: true })
    const path = `${accounts}/r2-00001_current.ndjson`
    expect(await loadTexts(folder)).toEqual({ [path]: tombstoneLine('1') + documentLine('2', 'b') })
    expect(await compact(folder, { keepTombstones: true })).toEqual([])
    expect(await compact(folder)).toMatchObject([{ files: [1, 1], tombstones: 1 }])
    expect(await loadTexts(folder)).toEqual({ [path]: documentLine('2', 'b') })
  })

  it('keeps datasources apart whose ids are the same', async () => {
    const erp = { source: 'erp' }
    const folder = await makeOutputFolder({
      [`${accounts}/r1-00001.ndjson`]: [documentLine('1', 'a'), documentLine('2', 'a')],
      [`${accounts}/r2-00001.ndjson`]: [documentLine('1', 'erp', erp)],
      [`${accounts}/r3-00001.ndjson`]: [tombstoneLine('1')],
      [`${accounts}/r4-00001.ndjson`]: [documentLine('1', 'newer', erp)],
    })
    await compact(folder, { datasource: 'The erp' })
    expect(Object.keys(await loadTexts(folder))).toEqual([
      `${accounts}/r1-00001.ndjson`,
      `${accounts}/r3-00001.ndjson`,
      `${accounts}/r4-00001_current.ndjson`,
    ])
    await compact(folder)
    expect(await loadTexts(folder)).toEqual({
      [`${accounts}/r3-00001_current.ndjson`]: documentLine('2', 'a'),
      [`${accounts}/r4-00001_current.ndjson`]: documentLine('1', 'newer', erp),
    })
  })

  it('leaves alone what no run put there', async () => {
    const strange = {
      'notes.ndjson': ['mine\n'],
      [`${accounts}/export.ndjson`]: ['mine\n'],
      [`backup/${accounts}/r1-00001.ndjson`]: [documentLine('1', 'a'), documentLine('1', 'b')],
    }
    const folder = await makeOutputFolder(strange)
    await symlink(join(folder, 'backup'), join(folder, 'link'))
    expect(await compact(folder)).toEqual([])
    expect(Object.keys(await loadTexts(folder)).toSorted()).toEqual(Object.keys(strange).toSorted())
  })

  it('is as it was where the compaction is interrupted, with nothing left over', async () => {
    const folder = await makeOutputFolder({
      [`${accounts}/r1-00001.ndjson`]: [documentLine('1', 'a'), documentLine('1', 'b')],
    })
    const before = await loadTexts(folder)
    const signal = AbortSignal.abort()
    const interrupted = compactFolder({ folder }, { clock: systemClock, signal })
    await expect(interrupted).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect(await loadTexts(folder)).toEqual(before)
    expect(await readdir(join(folder, '.sf-extract/compact/staged'))).toEqual([])
  })

  it('has documents of the datasource that is named', async () => {
    const folder = await makeOutputFolder({ [`${accounts}/r1-00001.ndjson`]: [documentLine('1', 'a')] })
    await expect(compact(folder, { datasource: 'erp' })).rejects.toMatchObject({
      code: 'DATASOURCE_UNKNOWN',
      hint: expect.stringContaining('crm') as string,
    })
  })

  it('is one that a run has written to', async () => {
    await expect(compact(await makeTempFolder())).rejects.toMatchObject({ code: 'USAGE' })
    await expect(compact('/nowhere')).rejects.toMatchObject({ code: 'USAGE' })
  })
})

describe('documents of files, which change their directory', () => {
  it('are there once, and none that was deleted', async () => {
    const folder = await folderOfFiles()
    await compact(folder)
    expect(await loadTexts(folder)).toEqual({
      [`${accounts}/r1-00001_current.ndjson`]: documentLine('1', 'a'),
      [`${contacts}/r2-00001.ndjson`]: documentLine('f1', 'b', { ...contact, ...file }),
    })
  })

  it('keep the tombstone where only its own directory has too many files', async () => {
    const folder = await folderOfFiles()
    await addFiles(folder, { 'Standard Objects/ContentDocument/r4-00001.ndjson': [tombstoneLine('f3', inFiles)] })
    await compact(folder, { over: 1 })
    const texts = await loadTexts(folder)
    expect(texts['Standard Objects/ContentDocument/r4-00001_current.ndjson']).toBe(tombstoneLine('f2', inFiles))
    await compact(folder)
    expect(Object.keys(await loadTexts(folder))).toEqual([
      `${accounts}/r1-00001_current.ndjson`,
      `${contacts}/r2-00001.ndjson`,
    ])
  })

  it('stay as they are where a damaged directory may have newer ones', async () => {
    const folder = await folderOfFiles()
    await addFiles(folder, {
      'Standard Objects/Lead/r5-00001.ndjson': ['{"id":"9"}\n'],
      'Standard Objects/Case/r5-00002.ndjson': [
        documentLine('7', 'a', { place: '/Standard Objects/Case/' }),
        tombstoneLine('7', { place: '/Standard Objects/Case/' }),
      ],
    })
    await addFiles(folder, {
      'Standard Objects/Lead/r4-00001.ndjson': [documentLine('8', 'a', { place: '/Standard Objects/Lead/' })],
    })
    const before = await loadTexts(folder)
    const reports = await compact(folder)
    expect(reports.filter(({ outcome }) => outcome === 'failed').map(({ path }) => path)).toEqual([
      '/Standard Objects/Account/',
      '/Standard Objects/Contact/',
      '/Standard Objects/ContentDocument/',
      '/Standard Objects/Lead/',
    ])
    const { 'Standard Objects/Case/r5-00002.ndjson': _, ...others } = before
    expect(await loadTexts(folder)).toEqual(others)
  })
})

/** Two files: one has moved with its links, the other was deleted. */
function folderOfFiles(): Promise<string> {
  return makeOutputFolder({
    [`${accounts}/r1-00001.ndjson`]: [
      documentLine('1', 'a'),
      documentLine('f1', 'a', file),
      documentLine('f2', 'a', file),
    ],
    [`${contacts}/r2-00001.ndjson`]: [documentLine('f1', 'b', { ...contact, ...file })],
    'Standard Objects/ContentDocument/r3-00001.ndjson': [tombstoneLine('f2', inFiles)],
  })
}

describe('a damaged directory', () => {
  const good = { [`${contacts}/r1-00001.ndjson`]: [documentLine('5', 'a', contact), documentLine('5', 'b', contact)] }

  it.each<[string, (folder: string) => Promise<unknown>]>([
    ['a part is cut short', (folder) => truncate(join(folder, `${accounts}/r2-00001.ndjson`), 40)],
    ['a part is empty', (folder) => truncate(join(folder, `${accounts}/r2-00001.ndjson`), 0)],
    ['a line is no JSON', (folder) => writeFile(join(folder, `${accounts}/r2-00001.ndjson`), '{"id"\n')],
    [
      'a later line is no document',
      (folder) => writeFile(join(folder, `${accounts}/r2-00001.ndjson`), `${documentLine('2', 'a')}null\n`),
    ],
    [
      'a line is of another datasource',
      (folder) =>
        writeFile(
          join(folder, `${accounts}/r2-00001.ndjson`),
          documentLine('2', 'a') + documentLine('2', 'b', { source: 'erp' }),
        ),
    ],
    [
      'bytes are no UTF-8',
      (folder) => {
        const text = Buffer.from(documentLine('2', 'xx'))
        text[text.indexOf('xx')] = 0xff
        return writeFile(join(folder, `${accounts}/r2-00001.ndjson`), text)
      },
    ],
  ])('stays as it is where %s, and is told; the others are folded', async (_what, damage) => {
    const folder = await makeOutputFolder({
      [`${accounts}/r1-00001.ndjson`]: [documentLine('1', 'a')],
      [`${accounts}/r2-00001.ndjson`]: [documentLine('1', 'b')],
      ...good,
    })
    await damage(folder)
    const before = await loadTexts(folder)
    const reports = await compact(folder)
    expect(reports.map(({ path, outcome, error }) => [path, outcome, error?.code])).toEqual([
      ['/Standard Objects/Contact/', 'folded', undefined],
      ['/Standard Objects/Account/', 'failed', 'OUTPUT_DAMAGED'],
    ])
    expect(reports[1]!.error!.message).toContain(`${accounts}/r2-00001.ndjson`)
    const texts = await loadTexts(folder)
    for (const path of [1, 2].map((n) => `${accounts}/r${n}-00001.ndjson`)) expect(texts[path]).toBe(before[path])
    expect(texts[`${contacts}/r1-00001_current.ndjson`]).toBe(documentLine('5', 'b', contact))
  })

  it('is told too where no file of it says whose it is', async () => {
    const folder = await makeOutputFolder({ [`${accounts}/r1-00001.ndjson`]: ['x\n'], ...good })
    const [folded, failed] = await compact(folder)
    expect(folded).toMatchObject({ outcome: 'folded' })
    expect(failed).toMatchObject({ outcome: 'failed', path: '/Standard Objects/Account/' })
  })
})

describe('whatever was written', () => {
  it('a compacted folder tells what the files told, in whichever steps it came to be', async () => {
    const line = fc.record({ id: fc.integer({ min: 0, max: 6 }), isGone: fc.boolean() })
    const step = fc.oneof(fc.array(line, { minLength: 1, maxLength: 5 }), fc.constant('compact' as const))
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const folder = await makeOutputFolder({})
        const current = new Map<string, string>()
        for (const [run, each] of [...steps, 'compact' as const].entries()) {
          if (each === 'compact') {
            await compact(folder)
            continue
          }
          const lines = each.map(({ id, isGone }, n) => {
            const text = isGone ? tombstoneLine(`${id}`) : documentLine(`${id}`, `${run} ${n}`)
            current.delete(`${id}`)
            if (!isGone) current.set(`${id}`, text)
            return text
          })
          await addFiles(folder, { [`${accounts}/r${run}-00001.ndjson`]: lines })
        }
        const texts = Object.values(await loadTexts(folder))
        expect(texts.length).toBeLessThan(2)
        expect(texts.join('')).toBe([...current.values()].join(''))
      }),
      { numRuns: 40 },
    )
  })
})
