import type { Random } from '../../random.js'
import type { Store, StoredRecord } from '../../terms.js'
import { assign, buildRole, joinGroup } from '../access/permissions.js'
import { buildGroups, userValues } from '../people.js'
import { pickStamps } from '../words/dates.js'

/**
 * Adds users up to `wanted`. As many as the company had before, `size`, make a branch, with roles, groups and queues of
 * its own; who is too few for one joins those that are there.
 */
export function growPeople(store: Store, random: Random, size: number, wanted: number): void {
  const [, admin, model] = [...store.rows('User')]
  if (admin === undefined || model === undefined) return
  const standard = [...store.rows('PermissionSet')].find(
    ({ values }) => values['ProfileId'] === model.values['ProfileId'],
  )
  const home = { roles: rolesBelow(store, admin), groups: joinable([...store.rows('Group')]) }
  const branches = Math.floor((wanted - size) / size)
  for (let n = size, branch = home, head = admin; n < wanted; n++) {
    const number = Math.floor(n / size) + 1
    const isFirst = n % size === 0
    if (isFirst) {
      branch = number - 1 <= branches ? openBranch(store, admin, number) : home
      head = admin
    }
    const { ProfileId, CurrencyIsoCode } = model.values
    const role = branch.roles[n % branch.roles.length]
    const values = { ...userValues(random, n, head), ProfileId, CurrencyIsoCode, UserRoleId: role?.id }
    const user = store.insert('User', { ...values, ...pickStamps(random) })
    if (isFirst && branch !== home) head = user
    if (standard) assign(store, standard, user)
    joinGroup(store, branch.groups[n % branch.groups.length]!, user)
  }
}

interface Branch {
  roles: StoredRecord[]
  groups: StoredRecord[]
}

function openBranch(store: Store, admin: StoredRecord, number: number): Branch {
  const name = `Branch ${number}`
  const top = store.record(String(admin.values['UserRoleId']))
  const roles = ['Sales Team', 'Service Team'].map((team) => buildRole(store, `${name} ${team}`, top))
  return { roles, groups: joinable(buildGroups(store, admin, `${name} `)) }
}

function rolesBelow(store: Store, admin: StoredRecord): StoredRecord[] {
  return [...store.rows('UserRole')].filter(({ id }) => id !== admin.values['UserRoleId'])
}

/** Those of a role have its users for members by themselves. */
function joinable(groups: StoredRecord[]): StoredRecord[] {
  return groups.filter(({ values }) => values['Type'] !== 'Role')
}
