import PostalMime, { type Address } from 'postal-mime'
import { plainText } from '../html/rich-text.js'
import type { TextOutput } from '../text-output.js'
import type { FileSource } from '../extracted-text.js'

/** Adds a file that lies in another one. */
export type AddAttached = (attached: FileSource) => Promise<void>

/** A mail (.eml): its head lines, its text, and what is in its attachments. */
export async function addMail(bytes: Uint8Array, output: TextOutput, addAttached: AddAttached): Promise<void> {
  const mail = await PostalMime.parse(bytes, { attachmentEncoding: 'arraybuffer' })
  const head: [string, string | undefined][] = [
    ['Subject', mail.subject],
    ['From', namesOf(mail.from === undefined ? [] : [mail.from])],
    ['To', namesOf(mail.to)],
    ['Cc', namesOf(mail.cc)],
    ['Date', mail.date],
  ]
  addHead(head, output)
  output.add(mail.text?.trim() ? mail.text : plainText(mail.html ?? ''))
  for (const { filename, mimeType, content } of mail.attachments) {
    const name = filename ?? (mimeType === 'message/rfc822' ? 'message.eml' : '')
    await addAttached({ name, bytes: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content) })
  }
}

/** The lines above a mail's text. */
export function addHead(head: [name: string, value: string | undefined][], output: TextOutput): void {
  for (const [name, value] of head) if (value) output.add(`${name}: ${value.replaceAll(/\s+/g, ' ')}\n`)
  output.endPart()
}

function namesOf(addresses: Address[] = []): string {
  return addresses
    .flatMap((address) => address.group ?? [address])
    .map(({ name, address }) => (name && name !== address ? `${name} <${address}>` : (address ?? '')))
    .join(', ')
}
