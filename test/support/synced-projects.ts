import { text } from '../../src/sandbox/schema/fields.js'
import { openSyncedOrg } from './synced-org.js'

const projects = { standardObjects: [], customObjects: ['Project__c'], children: false }

/** A project with a field that is going to vanish, read once. */
export async function openProject(datasource = {}) {
  const synced = await openSyncedOrg({ sandbox: { pageSize: 200 }, datasource: { ...projects, ...datasource } })
  const { store } = synced.sandbox
  store.addField('Project__c', text('Phase__c', 'Phase'))
  const { id } = store.insert('Project__c', { Name: 'One', Phase__c: 'First' })
  synced.pass(60)
  await synced.run()
  synced.pass(60)
  return { synced, store, id }
}
