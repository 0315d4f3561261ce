import type { ObjectSchema } from '../terms.js'

/** A scope of USING SCOPE, as a describe lists it. */
export interface FilterScope {
  name: string
  label: string
}

/** The scopes an sObject has, sorted by name as in a describe. */
export function scopesOf(object: ObjectSchema): FilterScope[] {
  const many = object.labelPlural.toLowerCase()
  const names = SCOPES[object.name] ?? (isOwned(object) ? CUSTOM : ALL)
  return names.map((name) => ({ name, label: LABELS[name]?.replace('{}', many) ?? name }))
}

const ALL = ['everything']
const CUSTOM = ['everything', 'mine', 'queue_owned', 'user_owned']
const SALES = ['everything', 'mine', 'scopingRule', 'team']

const SCOPES: Readonly<Record<string, string[]>> = {
  Account: SALES,
  Campaign: ['all_active_campaigns', 'everything', 'mine', 'my_active_campaigns', 'single_entity_scope'],
  Case: ['everything', 'genericteam', 'mine', 'queue_owned', 'team_by_role', 'user_owned'],
  Contact: SALES,
  Event: ['delegated', 'everything', 'mine'],
  Lead: ['everything', 'mine', 'queue_owned', 'scopingRule', 'team', 'user_owned'],
  Opportunity: SALES,
  Task: ['delegated', 'everything', 'mine'],
}

const LABELS: Readonly<Record<string, string>> = {
  all_active_campaigns: 'All active {}',
  delegated: 'My delegated {}',
  everything: 'All {}',
  genericteam: 'My case teams {}',
  mine: 'My {}',
  my_active_campaigns: 'My active {}',
  queue_owned: 'Queue owned {}',
  scopingRule: 'Filter by scope',
  single_entity_scope: 'Select a campaign:',
  team: "My team's {}",
  team_by_role: "My role-based team's {}",
  user_owned: 'User owned {}',
}

function isOwned(object: ObjectSchema): boolean {
  return object.custom && object.fields.some(({ name }) => name === 'OwnerId')
}
