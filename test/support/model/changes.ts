import type { Store, StoredRecord } from '../../../src/sandbox/terms.js'
import type { OrgChange } from './steps.js'
import { ballot } from './settings.js'

/** What a history has brought about in the org, by Id, in the order it came. */
export interface Made {
  records: string[]
  children: string[]
  /** Until when a transaction that has not committed holds a record. */
  pending: Map<string, number>
  /** Whether something left the recycle bin, which only a comparison of all Ids tells. */
  hasPurged: boolean
}

/** Plays a change where it can be played: what Salesforce would refuse is left out. `seconds` moves the org's clock on. */
export function playChange(step: OrgChange, made: Made, store: Store, seconds: (count: number) => void): void {
  // Two changes within a second carry one stamp.
  seconds(1)
  const play = plays[step.change]
  play({ ...step, made, store })
  seconds(1)
}

interface Scene extends OrgChange {
  made: Made
  store: Store
}

const plays: Record<OrgChange['change'], (scene: Scene) => void> = {
  create(scene) {
    const { at, made } = scene
    const name = `${made.records.length}`
    const values = [
      ['Account', { Name: name, Rating: 'Hot' }],
      ['Case', { Subject: name, Priority: 'High' }],
      [ballot.name, { Name: name, Choice__c: 'Yes' }],
    ] as const
    const [sobject, fields] = values[at % values.length]!
    made.records.push(insert(scene, sobject, fields))
  },
  update(scene) {
    const record = pickLive(scene)
    const field = record?.sobject === ballot.name ? 'Name' : 'Description'
    if (record) update(scene, record.id, { [field]: `${scene.store.now()}` })
  },
  rate(scene) {
    const record = pickLive(scene)
    if (record === undefined) return
    const [field, first, second] = ratings[record.sobject]!
    update(scene, record.id, { [field]: record.values[field] === first ? second : first })
  },
  touch(scene) {
    const record = pickLive(scene)
    if (record) scene.store.update(record.id, {}, { touch: 'system' })
  },
  delete(scene) {
    const record = pickLive(scene)
    if (record) scene.store.delete(record.id)
  },
  restore(scene) {
    const record = pickGone(scene)
    if (record) scene.store.undelete(record.id)
  },
  merge(scene) {
    const [winner, loser] = [pickLive(scene), pickLive({ ...scene, at: scene.other })]
    if (winner === undefined || loser === undefined || winner.id === loser.id) return
    if (winner.sobject === loser.sobject && winner.sobject !== ballot.name) scene.store.merge(winner.id, loser.id)
  },
  purge(scene) {
    const record = pickGone(scene)
    if (record === undefined) return
    scene.store.purge(record.id)
    scene.made.hasPurged = true
  },
  'add child': addChild,
  'edit child'(scene) {
    const child = pickChild(scene)
    const field = child && childTexts[child.sobject]
    if (field !== undefined) update(scene, child!.id, { [field]: `${scene.store.now()}` })
  },
  'drop child'(scene) {
    const child = pickChild(scene)
    if (child) scene.store.delete(child.id)
  },
  'bring child'({ at, made, store }) {
    const gone = made.children.flatMap((id) => store.record(id) ?? []).filter(({ isDeleted }) => isDeleted)
    const child = pick(
      gone.filter((each) => hasLiveParents(each, store)),
      at,
    )
    if (child) store.undelete(child.id)
  },
}

const ratings: Record<string, [field: string, first: string, second: string]> = {
  Account: ['Rating', 'Hot', 'Cold'],
  Case: ['Priority', 'High', 'Low'],
  [ballot.name]: ['Choice__c', 'Yes', 'No'],
}

const childTexts: Record<string, string> = {
  CaseComment: 'CommentBody',
  EmailMessage: 'Subject',
  FeedItem: 'Body',
  FeedComment: 'CommentBody',
  ContentDocument: 'Title',
}

function addChild(scene: Scene): void {
  const { other, made, store } = scene
  const parent = pickLive(scene)
  if (parent === undefined || parent.sobject === ballot.name) return
  const kinds = parent.sobject === 'Case' ? Object.keys(childTexts) : ['ContentDocument']
  const kind = kinds[other % kinds.length]!
  const text = `${store.now()}`
  if (kind === 'ContentDocument') {
    const values = { Title: text, PathOnClient: `${text}.txt`, FirstPublishLocationId: parent.id }
    const version = store.insert('ContentVersion', values, { blob: Buffer.from(text) })
    made.children.push(String(version.values['ContentDocumentId']))
  } else if (kind === 'FeedComment') {
    const post = store.childRows('FeedItem', 'ParentId', parent.id).find(({ isDeleted }) => !isDeleted)
    if (post) made.children.push(insert({ ...scene, lateS: 0 }, kind, { FeedItemId: post.id, CommentBody: text }))
  } else {
    made.children.push(insert(scene, kind, { ParentId: parent.id, [childTexts[kind]!]: text }))
  }
}

function insert(scene: Scene, sobject: string, values: Record<string, unknown>): string {
  const { id } = scene.store.insert(sobject, values, lateness(scene))
  hold(scene, id)
  return id
}

function update(scene: Scene, id: string, values: Record<string, unknown>): void {
  scene.store.update(id, values, lateness(scene))
  hold(scene, id)
}

function lateness({ lateS, store }: Scene): { hiddenUntil?: number } {
  return lateS === 0 ? {} : { hiddenUntil: store.now() + lateS * 1000 }
}

function hold({ lateS, made, store }: Scene, id: string): void {
  if (lateS > 0) made.pending.set(id, store.now() + lateS * 1000)
}

function pick<T>(among: T[], at: number): T | undefined {
  return among.length === 0 ? undefined : among[at % among.length]
}

function pickLive(scene: Scene): StoredRecord | undefined {
  return pick(settled(scene.made.records, scene), scene.at)
}

function pickChild(scene: Scene): StoredRecord | undefined {
  return pick(settled(scene.made.children, scene), scene.at)
}

/** Records without a recycle bin are gone for good. */
function pickGone({ at, made, store }: Scene): StoredRecord | undefined {
  const all = made.records.flatMap((id) => store.record(id) ?? [])
  return pick(
    all.filter(({ isDeleted, sobject }) => isDeleted && sobject !== ballot.name),
    at,
  )
}

/** Those that are alive and not held by a transaction that has not committed. */
function settled(ids: string[], { made, store }: Scene): StoredRecord[] {
  const isFree = (id: string) => (made.pending.get(id) ?? 0) <= store.now()
  return ids
    .filter(isFree)
    .flatMap((id) => store.record(id) ?? [])
    .filter(({ isDeleted }) => !isDeleted)
}

function hasLiveParents({ values }: StoredRecord, store: Store): boolean {
  return ['ParentId', 'FeedItemId'].every((field) => {
    const parent = values[field]
    return typeof parent !== 'string' || store.record(parent)?.isDeleted === false
  })
}
