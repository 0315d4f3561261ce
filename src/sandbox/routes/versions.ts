import type { Call, Reply } from '../http/call.js'
import type { SandboxOrg } from '../org.js'
import { runAsUser } from '../run-as-user.js'

/** GET /services/data, without a login: the API versions, oldest first. */
export function answerVersions(): Reply {
  const versions = Array.from({ length: NEWEST - OLDEST + 1 }, (_, index) => OLDEST + index)
  return {
    status: 200,
    json: versions.map((version) => ({
      label: releaseName(version),
      url: `/services/data/v${version}.0`,
      version: `${version}.0`,
    })),
  }
}

/** Whether the org speaks this version. */
export function isKnownVersion(version: string): boolean {
  return /^\d+\.0$/.test(version) && Number(version) >= OLDEST && Number(version) <= NEWEST
}

/** GET /services/data/vNN.0: the resources of a version. */
export function answerResources(org: SandboxOrg, call: Call): Reply {
  const names = ['tooling', 'composite', 'query', 'queryAll', 'sobjects', 'limits', 'jobs', 'search', 'recent']
  const resources = Object.fromEntries(names.map((name) => [name, `/services/data/v${call.version}/${name}`]))
  const { url, organizationId } = org.settings
  return {
    status: 200,
    json: { ...resources, identity: `${url}/id/${organizationId}/${runAsUser(org.store)?.id ?? ''}` },
  }
}

const OLDEST = 40
const NEWEST = 67

/** Three releases a year: version 40 is Summer '17. */
function releaseName(version: number): string {
  const season = ['Summer', 'Winter', 'Spring'][(version - OLDEST) % 3]
  return `${season} '${17 + Math.floor((version - OLDEST + 2) / 3)}`
}
