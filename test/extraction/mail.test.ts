import { burn, type Entry } from '@kenjiuno/msgreader/lib/Burner.js'
import { expect, test } from 'vitest'
import { usualLimits } from '../../src/extraction/extracted-text.js'
import { readText } from '../../src/extraction/read-text.js'
import { docxBytes, pdfBytes } from '../../src/sandbox/company/words/office-bytes.js'

const textOf = async (name: string, bytes: Uint8Array) => (await readText({ name, bytes }, usualLimits)).text

function buildMail(attachments: { name: string; bytes: Buffer }[], text = 'See the offer.'): Buffer {
  const parts = attachments.map(
    ({ name, bytes }) =>
      `--b\r\nContent-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\n` +
      `Content-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64')}\r\n`,
  )
  return Buffer.from(
    `From: Ann Lee <ann@acme.example>\r\nTo: Bo <bo@acme.example>, team@acme.example\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n` +
      `Date: Mon, 05 Jan 2026 09:30:11 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n` +
      `--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n${parts.join('')}--b--\r\n`,
  )
}

const head = 'Subject: Grüße\nFrom: Ann Lee <ann@acme.example>\nTo: Bo <bo@acme.example>, team@acme.example\n'

test('a mail is its head, its text and what is attached, mails among it', async () => {
  const inner = buildMail([{ name: 'inner.pdf', bytes: pdfBytes('deep in it') }], 'Inner text')
  const mail = buildMail([
    { name: 'offer.docx', bytes: docxBytes('the offer') },
    { name: 'photo.png', bytes: Buffer.from([0x89, 0x50]) },
    { name: 'cut.pdf', bytes: pdfBytes('x').subarray(0, 40) },
    { name: 'forwarded.eml', bytes: inner },
  ])
  const text = (await textOf('mail.eml', mail))!
  expect(text.startsWith(`${head}Date: 2026-01-05T09:30:11.000Z\n\nSee the offer.\n`)).toBe(true)
  expect(text).toContain('\n\noffer.docx\nthe offer\n\nphoto.png\n\ncut.pdf\n\nforwarded.eml\n')
  expect(text).toContain('Inner text')
  expect(text.endsWith('inner.pdf\ndeep in it')).toBe(true)
})

test('a mail that has only a page is that page, and mails that lie too deep in others are named', async () => {
  const page = 'From: a@b.example\r\nContent-Type: text/html\r\n\r\n<p>Only <b>HTML</b></p>'
  expect(await textOf('a.eml', Buffer.from(page))).toBe('From: a@b.example\n\nOnly HTML')
  let mail = buildMail([{ name: 'offer.docx', bytes: docxBytes('too deep') }], 'level 0')
  for (let level = 1; level < 6; level++)
    mail = buildMail([{ name: `level${level}.eml`, bytes: mail }], `level ${level}`)
  const text = (await textOf('a.eml', mail))!
  expect(text).toContain('level 2')
  expect(text).not.toContain('level 0')
  expect(text).not.toContain('too deep')
})

function stream(name: string, bytes: Buffer): Entry {
  return { name, type: 2, length: bytes.length, binaryProvider: () => Uint8Array.from(bytes) }
}

test('a mail of Outlook is read the same way', async () => {
  const texts: [string, string][] = [
    ['0037', 'Offer'],
    ['0C1A', 'Ann Lee'],
    ['1000', 'See below.'],
  ]
  const entries: Entry[] = [
    { name: 'Root Entry', type: 5, length: 0, children: [1, 2, 3, 4] },
    stream('__properties_version1.0', Buffer.alloc(32)),
    ...texts.map(([tag, text]) => stream(`__substg1.0_${tag}001F`, Buffer.from(text, 'utf16le'))),
  ]
  expect(await textOf('mail.msg', burn(entries))).toBe('Subject: Offer\nFrom: Ann Lee\n\nSee below.')
  await expect(textOf('mail.msg', Buffer.from('no mail'))).rejects.toMatchObject({ code: 'FILE_DAMAGED' })
})
