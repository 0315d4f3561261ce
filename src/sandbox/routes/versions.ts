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

/** Whether the version was there once: 7.0 to 30.0 (Salesforce Platform API Versions 21.0 through 30.0 Retirement). */
export function isRetired(version: string): boolean {
  return /^\d+\.0$/.test(version) && Number(version) >= 7 && Number(version) < OLDEST
}

/** GET /services/data/vNN.0: the resources of a version. */
export function answerResources(org: SandboxOrg, call: Call): Reply {
  const names = [
    'tooling',
    'composite',
    'parameterizedSearch',
    'query',
    'queryAll',
    'sobjects',
    'limits',
    'jobs',
    'search',
    'recent',
  ]
  const resources = Object.fromEntries(names.map((name) => [name, `/services/data/v${call.version}/${name}`]))
  const { url, organizationId } = org.settings
  return {
    status: 200,
    json: { ...resources, identity: `${url}/id/${organizationId}/${runAsUser(org.store)?.id ?? ''}` },
  }
}

/** GET /services/data/vNN.0/composite: what takes several requests at once. */
export function answerCompositeResources(_org: SandboxOrg, call: Call): Reply {
  const names = ['tree', 'batch', 'sobjects', 'graph']
  const json = Object.fromEntries(names.map((name) => [name, `/services/data/v${call.version}/composite/${name}`]))
  return { status: 200, json }
}

const OLDEST = 31
const NEWEST = 67

/** Three releases a year: version 31 is Summer '14. */
function releaseName(version: number): string {
  const season = ['Summer', 'Winter', 'Spring'][(version - OLDEST) % 3]
  return `${season} '${14 + Math.floor((version - OLDEST + 2) / 3)}`
}
