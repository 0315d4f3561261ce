import msgReader from '@kenjiuno/msgreader'
import type { FieldsData } from '@kenjiuno/msgreader'
import { plainText } from '../html/rich-text.js'
import type { TextOutput } from '../text-output.js'
import { fileDamaged } from '../file-errors.js'
import { decodeText } from './decode-text.js'
import { addHead, type AddAttached } from './mail.js'

/** A mail of Outlook (.msg): its head lines, its text, and what is in its attachments. */
export async function addOutlookMail(bytes: Uint8Array, output: TextOutput, addAttached: AddAttached): Promise<void> {
  const reader = openReader(bytes)
  const mail = reader.getFileData()
  if (mail.error !== undefined) throw fileDamaged('it is no mail of Outlook', mail.error)
  addMessage(mail, output)
  for (const attachment of mail.attachments ?? []) {
    if (attachment.innerMsgContentFields !== undefined) {
      output.endPart()
      addMessage(attachment.innerMsgContentFields, output)
      continue
    }
    const { fileName, content } = reader.getAttachment(attachment)
    await addAttached({ name: fileName, bytes: content })
  }
}

/** A module of CommonJS has its default within what Node imports as such, and tools import that itself. */
const { default: MsgReader = msgReader as unknown as typeof msgReader.default } = msgReader as Partial<typeof msgReader>

function openReader(bytes: Uint8Array) {
  try {
    return new MsgReader(new Uint8Array(bytes).buffer)
  } catch (error) {
    throw fileDamaged('it is no mail of Outlook', error)
  }
}

function addMessage(mail: FieldsData, output: TextOutput): void {
  const to = (mail.recipients ?? []).map(({ name, smtpAddress, email }) => nameOf(name, smtpAddress ?? email))
  const head: [string, string | undefined][] = [
    ['Subject', mail.subject],
    ['From', nameOf(mail.senderName, mail.senderSmtpAddress ?? mail.senderEmail)],
    ['To', to.join(', ')],
    ['Date', mail.messageDeliveryTime ?? mail.clientSubmitTime],
  ]
  addHead(head, output)
  const html = mail.bodyHtml ?? (mail.html && decodeText({ bytes: mail.html }))
  output.add(mail.body?.trim() ? mail.body : plainText(html ?? ''))
}

function nameOf(name = '', address = ''): string {
  return name !== '' && address !== '' && name !== address ? `${name} <${address}>` : name || address
}
