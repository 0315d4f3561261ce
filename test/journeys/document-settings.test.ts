import { describe, expect, test } from 'vitest'
import { openJourney, readings, unhurried, type Journey } from '../support/journey.js'
import { jsonLines } from '../support/cli-org.js'
import { records } from '../support/written.js'

const settings = `
standard_objects_to_sync: [Account]
sync_custom_objects: true
custom_objects_to_sync: [Project]
`

const chosen = `${settings}
objects:
  Account:
    title: [Legal_Name__c, Name]
    content:
      - { field: Terms__c }
      - { label: Staff, field: NumberOfEmployees }
      - { label: Limit, field: Limit__c }
      - { label: Billing, field: BillingAddress }
      - { label: Since, field: Since__c }
      - { label: Key account, field: Is_Key__c }
      - { label: Owner, field: Owner.Name }
      - { label: Department, field: Owner.Department }
    tags:
      - { field: Regions__c, prefix: "region:" }
      - { field: Industry }
  project:
    title: [Account__r.Name]
    content:
      - { label: Customer's regions, field: Account__r.Regions__c }
      - { label: Looked after by, field: Account__r.Owner.Department }
    tags: [{ field: Account__r.Regions__c }, { field: Status__c, prefix: "status:" }]
`

/** Accounts with fields of the company's own, and a project of the first. */
async function openCompany(options: { settings?: string; ownProcesses?: boolean } = {}) {
  const journey = await openJourney({ settings: chosen, ...options })
  const { store } = journey.sandbox
  const custom = [
    { name: 'Legal_Name__c', label: 'Legal Name', type: 'string', length: 255 },
    { name: 'Terms__c', label: 'Terms', type: 'textarea', length: 32_000, extraTypeInfo: 'richtextarea' },
    { name: 'Limit__c', label: 'Limit', type: 'currency' },
    { name: 'Since__c', label: 'Since', type: 'datetime' },
    { name: 'Is_Key__c', label: 'Is Key', type: 'boolean', nillable: false },
    { name: 'Regions__c', label: 'Regions', type: 'multipicklist', length: 4099 },
  ]
  for (const field of custom) store.addField('Account', { custom: true, ...field })
  const user = store.insert('User', { LastName: 'Lee', FirstName: 'Ann', Department: 'Sales' })
  const acme = store.insert('Account', {
    Name: 'Acme',
    Legal_Name__c: 'Acme Limited',
    Terms__c: '<p>Net <b>30</b></p><p>No &lt;tips&gt;</p>',
    NumberOfEmployees: 0,
    Limit__c: 1234567.25,
    Since__c: '2020-01-05T09:30:11.000+0000',
    Is_Key__c: true,
    Regions__c: 'Asia;Europe',
    Industry: 'Energy',
    BillingStreet: 'Hafengasse 1\nHof',
    BillingCity: 'Ulm',
    OwnerId: user.id,
    Description: 'Not told',
  })
  const bare = store.insert('Account', { Name: 'Bare', OwnerId: user.id, Is_Key__c: false })
  const project = store.insert('Project__c', {
    Name: 'P-1',
    Account__c: acme.id,
    Status__c: 'Active',
    OwnerId: user.id,
  })
  return { journey, acme: acme.id, bare: bare.id, project: project.id }
}

const acmeSays = {
  title: 'Acme Limited',
  content: `Net 30
No <tips>
Staff: 0
Limit: 1234567.25
Billing: Hafengasse 1, Hof, Ulm
Since: 2020-01-05T09:30:11.000Z
Key account: true
Owner: Ann Lee
Department: Sales`,
  tags: ['Account', 'region:Asia', 'region:Europe', 'Energy'],
}
const projectSays = {
  title: 'Acme',
  content: "Customer's regions: Asia;Europe\nLooked after by: Sales",
  tags: ['Project__c', 'Asia', 'Europe', 'status:Active'],
}

describe('title, content and tags of an object', unhurried, () => {
  test('say in sync, get and ls what the configuration names, parents’ fields too', async () => {
    const { journey, acme, bare, project } = await openCompany()
    const { code, documents, report } = await journey.sync()
    expect({ code, missing: report.objects.map(({ missingFields }) => missingFields) }).toEqual({
      code: 0,
      missing: [undefined, undefined],
    })
    const byId = new Map(records(documents).map((document) => [document.id, document]))
    expect(byId.get(acme)).toMatchObject({ ...acmeSays, summary: 'Not told' })
    expect(byId.get(bare)).toMatchObject({
      title: 'Bare',
      content: 'Key account: false\nOwner: Ann Lee\nDepartment: Sales',
      tags: ['Account'],
    })
    expect(byId.get(project)).toMatchObject(projectSays)
    expect(byId.get(acme)!.payload).toMatchObject({ Limit__c: 1234567.25, Owner: { Department: 'Sales' } })
    expect(byId.get(project)!.payload).toMatchObject({ Account__r: { Name: 'Acme', Regions__c: 'Asia;Europe' } })
    for (const id of [acme, project]) {
      const { stdout } = await journey.run('get', id)
      expect(jsonLines(stdout)).toEqual([byId.get(id)])
    }
    const listed = await journey.run('ls', '/Custom Objects/Project__c/', '--json')
    expect(JSON.parse(listed.stdout)).toMatchObject([{ id: project, title: 'Acme' }])
    expect((await journey.run('ls', 'Account')).stdout).toMatch(/ Acme Limited /)
    expect((await journey.sync()).documents).toEqual([])
  })

  test('that changed have every document written again, whose stamps stand still', async () => {
    const { journey, acme, bare, project } = await openCompany({ settings, ownProcesses: false })
    await journey.sync()
    expect((await journey.sync()).documents).toEqual([])
    await journey.configure(chosen)
    const { documents, stderr } = await journey.sync()
    const byId = new Map(records(documents).map((document) => [document.id, document]))
    expect([...byId.keys()].toSorted()).toEqual([acme, bare, project])
    expect(records(documents)).toHaveLength(3)
    expect(byId.get(acme)).toMatchObject(acmeSays)
    expect(stderr).toContain('Its settings changed: every record is read again.')
    expect((await journey.sync()).documents).toEqual([])
    await journey.configure(chosen.replace('region:', 'in:'))
    const retagged = records((await journey.sync()).documents)
    expect(retagged.map(({ id }) => id)).toEqual([acme, bare])
    expect(retagged[0]!.tags).toContain('in:Asia')
  })

  test('read parents the same way whatever else is synced', async () => {
    const { journey, project } = await openCompany({ ownProcesses: false })
    const all = records((await journey.sync()).documents).find(({ id }) => id === project)
    const alone = records((await journey.sync('--full', '--object', 'Project')).documents)
    expect(alone).toEqual([all])
  })

  test('cost no describe where a parent is asked for its name alone', async () => {
    const tags = 'tags: [{ field: Account__r.Name }, { field: owner.name }]'
    const { journey } = await openCompany({
      settings: `standard_objects_to_sync: []\nsync_custom_objects: true\ncustom_objects_to_sync: [Project]\nobjects: { Project: { ${tags} } }\n`,
      ownProcesses: false,
    })
    const { documents, asked } = await journey.sync()
    expect(records(documents)[0]!.tags).toEqual(['Project__c', 'Acme', 'Ann Lee'])
    const described = asked.flatMap(({ url }) => /sobjects\/(\w+)\/describe/.exec(url)?.[1] ?? [])
    expect(described).not.toContain('Account')
    expect(described).not.toContain('User')
    expect(readings(asked, 'Project__c').join()).toContain('Account__r.Name')
  })
})

describe('fields of documents that the org lacks or hides', unhurried, () => {
  const wrong = `
standard_objects_to_sync: [Account]
objects:
  Account:
    title: [Nmae]
    content: [{ label: Terms, field: Terms__c }, { field: Description }, { field: Owner.Departmnt }]
    tags: [{ field: Onwer.Name }, { field: Industry }]
`

  async function openHidden(): Promise<{ journey: Journey; acme: string }> {
    const { journey, acme } = await openCompany({ settings: wrong, ownProcesses: false })
    const { store } = journey.sandbox
    const terms = store.object('Account')!.fields.find(({ name }) => name === 'Terms__c')!
    store.removeField('Account', 'Terms__c')
    store.addField('Account', { ...terms, visible: false })
    return { journey, acme }
  }

  test('are named by check, with what is near, by plan and by the report; documents are written without them', async () => {
    const { journey, acme } = await openHidden()
    const check = await journey.run('check', '--json')
    expect(check.code).toBe(4)
    const bad = (JSON.parse(check.stdout) as { outcome: string; text: string }[]).filter(
      (each) => each.outcome === 'bad',
    )
    expect(bad.map(({ text }) => text)).toEqual([
      'title[0]: Account has no "Nmae" that this user can see; did you mean "Name"?',
      expect.stringMatching(/^content\[0\]\.field: Account has no "Terms__c" that this user can see/) as string,
      'content[2].field: Account has no "Owner.Departmnt" that this user can see; did you mean "Owner.Department"?',
      'tags[0].field: Account has no "Onwer.Name" that this user can see; did you mean "Owner.Name"?',
    ])
    const missing = ['Nmae', 'Terms__c', 'Owner.Departmnt', 'Onwer.Name']
    const plan = await journey.run('plan')
    expect(plan.stdout).toContain(`not there or not readable: ${missing.join(', ')}`)
    const { code, documents, report } = await journey.sync()
    expect(code).toBe(0)
    expect(report.objects[0]!.missingFields).toEqual(missing)
    expect(records(documents).find(({ id }) => id === acme)).toMatchObject({
      title: 'Acme',
      content: 'Not told',
      tags: ['Account', 'Energy'],
    })
  })

  test('of a parent that nobody may query are named too', async () => {
    const { journey, acme } = await openCompany({ ownProcesses: false })
    journey.sandbox.store.setObject('User', { queryable: false })
    const { code, documents, report } = await journey.sync()
    expect(code).toBe(0)
    expect(report.objects.map(({ missingFields }) => missingFields)).toEqual([
      ['Owner.Department'],
      ['Account__r.Owner.Department'],
    ])
    const { content } = records(documents).find(({ id }) => id === acme)!
    expect(content).toBe(acmeSays.content.replace('\nDepartment: Sales', ''))
  })

  test('while a run goes on are left out, and the run goes on', async () => {
    const { journey, acme } = await openCompany({ ownProcesses: false })
    const { store, faults } = journey.sandbox
    await journey.sync()
    faults.add({ name: 'stale-describe', object: 'Account', count: 1 })
    store.removeField('Account', 'Legal_Name__c')
    store.update(acme, { Industry: 'Media' })
    journey.pass(60)
    const { code, documents, report } = await journey.sync()
    expect(code).toBe(0)
    expect(report.objects[0]!.missingFields).toEqual(['Legal_Name__c'])
    expect(records(documents)).toMatchObject([{ id: acme, title: 'Acme' }])
  })
})

test('a mistake in them ends every command before the org is asked, exit 2', async () => {
  const { journey } = await openCompany({
    settings: 'objects: { Account: { content: [{ lable: Web, field: Website }, { label: x }], title: [Bill ing] } }\n',
  })
  const { code, stdout, stderr } = await journey.run('sync')
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('objects.Account.content[0].lable - unknown key; did you mean "label"?')
  expect(stderr).toContain('objects.Account.content[1].field - missing')
  expect(stderr).toContain('objects.Account.title[0] - "Bill ing"')
  expect(journey.sandbox.log.entries()).toEqual([])
})
