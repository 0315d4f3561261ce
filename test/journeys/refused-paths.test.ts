import { expect, test } from 'vitest'
import { openGoBetween } from '../support/go-between.js'
import { openJourney, unhurried } from '../support/journey.js'

test.each(["Didn't understand relationship 'Account' in field path.", 'La relation « Account » est inconnue.'])(
  'a relationship further up a path that the org refuses (%s) leaves the path out, and the report names it',
  unhurried,
  async (message) => {
    const settings = `standard_objects_to_sync: [Case]
children: false
deletes: false
objects: { Case: { fields: [Subject], add_fields: [Contact.Account.Name, Contact.Email] } }
`
    const journey = await openJourney({ settings, ownProcesses: false })
    const { store } = journey.sandbox
    const ContactId = store.insert('Contact', { LastName: 'Lee', Email: 'lee@example.com' }).id
    store.insert('Case', { Subject: 'Help', ContactId })
    const between = await openGoBetween(journey.sandbox.url, ({ soql }) =>
      soql?.includes('Contact.Account.Name') === true
        ? { status: 400, body: [{ errorCode: 'INVALID_FIELD', message }] }
        : undefined,
    )
    journey.env['SF_EXTRACT_LOGIN_URL'] = between.url
    const { code, documents, report } = await journey.sync()
    expect(code).toBe(0)
    const record = documents.find(({ type }) => type === 'Case') as unknown as { payload: unknown }
    expect(record.payload).toMatchObject({ Contact: { Email: 'lee@example.com' } })
    expect(report.objects[0]!.missingFields).toContain('Contact.Account.Name')
  },
)
