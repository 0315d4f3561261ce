import { openFilesTree } from '../../browse/files-tree.js'
import type { Entry } from '../../browse/tree.js'
import type { Stage } from './stage.js'

/** One thing that happened in the org, and the record whose document it changes. */
export interface Change {
  id: string
  text: string
}

/** Renames an account, adds a contact to it, deletes a lead and comments a case, as a user of the org would. */
export async function changeOrg(stage: Stage): Promise<Change[]> {
  const account = await newest(stage, 'Account')
  const lead = await newest(stage, 'Lead')
  const supportCase = await newest(stage, 'Case')
  // Stamps have whole seconds, and a window ends before the second it is opened in: people are slower than that.
  await stage.control('POST', '/clock', { advanceMs: 60_000 })
  const name = `${account.title} International`
  await stage.control('PATCH', `/records/${account.id}`, { Name: name })
  const contact = (await stage.control('POST', '/records/Contact', {
    FirstName: 'Ada',
    LastName: 'Newcomer',
    AccountId: account.id,
    Email: 'ada.newcomer@example.com',
  })) as { id: string }
  await stage.control('DELETE', `/records/${lead.id}`)
  await stage.control('POST', '/records/CaseComment', {
    ParentId: supportCase.id,
    CommentBody: 'The customer called: it works again.',
  })
  await stage.control('POST', '/clock', { advanceMs: 60_000 })
  return [
    { id: account.id, text: `The account "${account.title}" is renamed to "${name}".` },
    { id: contact.id, text: 'A contact is added: Ada Newcomer.' },
    { id: lead.id, text: `The lead "${lead.title}" is deleted.` },
    { id: supportCase.id, text: `The case "${supportCase.title}" gets a comment.` },
  ]
}

async function newest({ output }: Stage, title: string): Promise<Entry> {
  const [entry] = await openFilesTree(output).entries({ group: 'Standard Objects', title }, 1)
  return entry!
}
