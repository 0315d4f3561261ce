import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Enriched } from '../../../src/enrichment/pipeline.js'
import { docxBytes, pdfBytes } from '../../../src/sandbox/company/words/office-bytes.js'
import { buildAccount, enrichAll, openTestPipeline } from '../../support/pipeline.js'
import { makeTempFolder } from '../../support/temp-folder.js'

const fromBody = { base64: 'payload.Body' }

/** A folder of files, with one beside it that is nobody's business. */
async function makeFilesDir(): Promise<string> {
  const folder = await makeTempFolder()
  const filesDir = path.join(folder, 'files')
  await mkdir(path.join(filesDir, 'crm'), { recursive: true })
  await writeFile(path.join(folder, 'secret.txt'), 'a secret')
  await mkdir(path.join(folder, 'files-too'))
  await writeFile(path.join(folder, 'files-too', 'secret.txt'), 'a secret')
  await writeFile(path.join(filesDir, 'crm', 'offer.pdf'), pdfBytes('Dear Ann'))
  await writeFile(path.join(filesDir, 'crm', 'note.txt'), 'a long note')
  await writeFile(path.join(filesDir, 'crm', 'photo.png'), Buffer.from([0x89, 0x50]))
  await writeFile(path.join(filesDir, 'crm', 'broken.docx'), 'no Word at all')
  await symlink(path.join(folder, 'secret.txt'), path.join(filesDir, 'crm', 'link.txt'))
  await symlink(folder, path.join(filesDir, 'out'))
  return filesDir
}

/** Accounts that name these files. */
function naming(...paths: unknown[]) {
  return paths.map((file) => ({ content: 'as it was', metadata: { file_path: file } }))
}

function bodies(...all: unknown[]) {
  return all.map((body) => ({ content: 'as it was', payload: { Body: body } }))
}

function contentsOf(all: Enriched[]) {
  return all.map(({ documents: [document] }) => (document as { content?: unknown } | undefined)?.content)
}

async function fingerprintOf(options: Record<string, unknown>, filesDir: string): Promise<string | undefined> {
  return (await openTestPipeline([{ extract_text: options }], { filesDir })).fingerprintOf('Account')
}

describe('extract_text', () => {
  test('puts the text of a file below files_dir into content, and leaves what names none or has none', async () => {
    const filesDir = await makeFilesDir()
    const all = await enrichAll(
      naming('crm/offer.pdf', path.join(filesDir, 'crm/note.txt'), 'crm/photo.png', undefined, null, ' '),
      [{ extract_text: {} }],
      { filesDir },
    )
    expect(contentsOf(all)).toEqual(['Dear Ann', 'a long note', ...Array.from({ length: 4 }, () => 'as it was')])
    expect(all.flatMap(({ failures }) => failures)).toEqual([])
  })

  test('reads base64 of another field, by its name where the content leaves its kind open, into any field', async () => {
    const text = Buffer.from('Grüße').toString('base64')
    const docx = docxBytes('Dear Bo')
      .toString('base64')
      .replaceAll(/(.{60})/g, '$1\r\n')
    const options = { ...fromBody, name: 'payload.Name__c', into: 'payload.Text' }
    const all = await enrichAll(
      [
        { payload: { Body: docx } },
        { payload: { Body: text, Name__c: 'a.txt' } },
        { payload: { Body: text, Name__c: 'a.png' } },
        { payload: { Body: '' } },
      ],
      [{ extract_text: options }],
    )
    expect(all.map(({ documents }) => (documents[0] as { payload: { Text?: string } }).payload.Text)).toEqual([
      'Dear Bo',
      'Grüße',
      undefined,
      undefined,
    ])
  })

  test('cuts the text, and says so where it is the content', async () => {
    const document = { ...bodies(Buffer.from('a long 😀 note').toString('base64'))[0]!, title: 'a.txt' }
    const [content] = await enrichAll([document], [{ extract_text: { ...fromBody, max_chars: 8 } }])
    expect(content!.documents[0]).toMatchObject({ content: 'a long', metadata: { content_cut: true } })
    const [other] = await enrichAll([document], [{ extract_text: { ...fromBody, max_chars: 4, into: 'summary' } }])
    expect(other!.documents[0]).toMatchObject({ summary: 'a lo', content: 'as it was' })
    expect(other!.documents[0]!.metadata).not.toHaveProperty('content_cut')
  })

  test.each([
    ['../secret.txt', /^metadata\.file_path names a file outside files_dir/],
    ['crm/../../secret.txt', /outside files_dir/],
    ['../files-too/secret.txt', /outside files_dir/],
    ['/etc/passwd', /outside files_dir, \/etc\/passwd$/],
    ['crm/link.txt', /outside files_dir/],
    ['out/secret.txt', /outside files_dir/],
    ['.', /outside files_dir/],
    ['crm', /crm is no file$/],
    ['crm/gone.txt', /gone\.txt is not there$/],
    ['crm/note.txt/more', /can't be read \(ENOTDIR\)$/],
    ['crm/a\0b', /can't be read \(ERR_INVALID_ARG_VALUE\)$/],
    [7, /^metadata\.file_path is no path$/],
    ['crm/broken.docx', /^broken\.docx can't be read, it is no docx file \(FILE_DAMAGED\)$/],
  ])('reads nothing for %j, which lasts', async (file, message) => {
    const steps = [{ extract_text: { on_failure: 'pass' } }]
    const [enriched] = await enrichAll(naming(file), steps, { filesDir: await makeFilesDir() })
    expect(contentsOf([enriched!])).toEqual(['as it was'])
    expect(enriched!.failures).toMatchObject([
      { message: expect.stringMatching(message) as string, isPassing: false, processor: '1 (extract_text)' },
    ])
  })

  test('reads no file at all without files_dir, and tries again where the folder itself is away', async () => {
    const steps = [{ extract_text: { on_failure: 'skip_document' } }]
    const [none] = await enrichAll(naming('/etc/passwd'), steps)
    expect(none).toMatchObject({ documents: [], failures: [{ isPassing: false }] })
    const filesDir = await makeFilesDir()
    await rm(filesDir, { recursive: true })
    const [away] = await enrichAll(naming('crm/note.txt'), steps, { filesDir })
    expect(away!.failures).toMatchObject([{ message: `${filesDir} is not there`, isPassing: true }])
  })

  test('fails for what is no base64, such as the address of a body, and for a place that is taken', async () => {
    const steps = [{ extract_text: { ...fromBody, on_failure: 'pass' } }]
    const [address, number, short] = await enrichAll(
      bodies('/services/data/v62.0/sobjects/Attachment/00P/Body', 7, 'QQQQQ'),
      steps,
    )
    for (const { failures } of [address!, number!, short!])
      expect(failures).toMatchObject([{ message: 'payload.Body is no base64', isPassing: false }])
    const document = { ...bodies('QQ==')[0]!, title: 'a.txt' }
    const into = { extract_text: { ...fromBody, into: 'title.text' } }
    await expect(enrichAll([document], [into])).rejects.toMatchObject({
      code: 'ENRICHMENT_FAILED',
      message: expect.stringContaining('title is no map of fields') as string,
    })
  })

  test('ends with the run', async () => {
    const ending = new AbortController()
    const pipeline = await openTestPipeline([{ extract_text: fromBody }], { signal: ending.signal })
    ending.abort()
    const document = buildAccount(bodies('QQ==')[0]!)
    await expect(pipeline.process([document], 'Account')).rejects.toMatchObject({ code: 'INTERRUPTED' })
  })

  test('makes other documents where paths count from another folder, which bytes do not', async () => {
    expect(await fingerprintOf({}, '/a')).not.toBe(await fingerprintOf({}, '/b'))
    expect(await fingerprintOf(fromBody, '/a')).toBe(await fingerprintOf(fromBody, '/b'))
  })
})
