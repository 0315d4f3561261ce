import { text } from '../../src/sandbox/schema/fields.js'
import { openSyncRooms } from './sync-rooms.js'

const projects = { standardObjects: [], customObjects: ['Project__c'], children: false }

/** A project with a field that is going to vanish, read once. */
export async function openProject(datasource = {}) {
  const rooms = await openSyncRooms({ sandbox: { pageSize: 200 }, datasource: { ...projects, ...datasource } })
  const { store } = rooms.sandbox
  store.addField('Project__c', text('Phase__c', 'Phase'))
  const { id } = store.insert('Project__c', { Name: 'One', Phase__c: 'First' })
  rooms.pass(60)
  await rooms.run()
  rooms.pass(60)
  return { rooms, store, id }
}
