import type { Call, Reply } from '../../http/call.js'
import type { SandboxOrg } from '../../org.js'
import { tokenOf } from '../../sessions.js'
import { renderDatetime } from '../../soql/conditions/datetime.js'
import { localTime } from '../../soql/functions/date-parts.js'
import type { StoredRecord } from '../../terms.js'

/** The address that tells who a user is. */
export function identityUrl({ settings }: SandboxOrg, userId: string): string {
  return `${settings.url}/id/${settings.organizationId}/${userId}`
}

/** GET /id/{organization}/{user}: who it is, for a token in the header or as `oauth_token`. */
export function answerIdentity(org: SandboxOrg, call: Call): Reply {
  const [, , organizationId = '', userId = ''] = call.path.split('/')
  const session = findSession(org, call)
  if (typeof session === 'string') return refuse(session)
  if (organizationId !== org.settings.organizationId) return refuse('Wrong_Org')
  const user = org.store.record(userId)
  if (user?.sobject !== 'User') return refuse('Bad_Id')
  const { url } = org.settings
  return {
    status: 200,
    json: {
      id: identityUrl(org, user.id),
      asserted_user: user.id === session.userId,
      user_id: user.id,
      organization_id: organizationId,
      username: valueOf(user, 'Username'),
      nick_name: valueOf(user, 'CommunityNickname'),
      display_name: valueOf(user, 'Name'),
      email: valueOf(user, 'Email'),
      email_verified: true,
      first_name: valueOf(user, 'FirstName'),
      last_name: valueOf(user, 'LastName'),
      timezone: zoneOf(user),
      photos: photosOf(url),
      ...UNTOLD,
      urls: urlsOf(url, user.id),
      active: user.values['IsActive'] !== false,
      user_type: 'STANDARD',
      language: org.settings.language === 'ja' ? 'ja' : 'en_US',
      locale: valueOf(user, 'LocaleSidKey'),
      utcOffset: offsetOf(zoneOf(user)),
      last_modified_date: renderDatetime(user.lastModifiedAt),
      is_app_installed: true,
    },
  }
}

/** GET or POST /services/oauth2/userinfo: who the token acts as (OpenID Connect). */
export function answerUserinfo(org: SandboxOrg, call: Call): Reply {
  const session = findSession(org, call)
  if (typeof session === 'string') return refuse(session)
  const { userId } = session
  const user = org.store.record(userId)
  return {
    status: 200,
    json: {
      sub: identityUrl(org, userId),
      user_id: userId,
      organization_id: org.settings.organizationId,
      preferred_username: valueOf(user, 'Username'),
      nickname: valueOf(user, 'CommunityNickname'),
      name: valueOf(user, 'Name'),
      email: valueOf(user, 'Email'),
      email_verified: true,
      given_name: valueOf(user, 'FirstName'),
      family_name: valueOf(user, 'LastName'),
      zoneinfo: zoneOf(user),
      photos: photosOf(org.settings.url),
      profile: `${org.settings.url}/${userId}`,
      address: {},
      urls: urlsOf(org.settings.url, userId),
      active: true,
      user_type: 'STANDARD',
    },
  }
}

/** GET /.well-known/openid-configuration: where the logins are. */
export function answerDiscovery({ settings: { url } }: SandboxOrg): Reply {
  const oauth = (name: string) => `${url}/services/oauth2/${name}`
  return {
    status: 200,
    json: {
      issuer: url,
      token_endpoint: oauth('token'),
      revocation_endpoint: oauth('revoke'),
      userinfo_endpoint: oauth('userinfo'),
      introspection_endpoint: oauth('introspect'),
      scopes_supported: ['api', 'id', 'refresh_token'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    },
  }
}

/** What the users of this org keep to themselves. */
const UNTOLD = {
  addr_street: null,
  addr_city: null,
  addr_state: null,
  addr_country: null,
  addr_zip: null,
  mobile_phone: null,
  mobile_phone_verified: false,
  is_lightning_login_user: false,
  status: { created_date: null, body: null },
}

function zoneOf(user: StoredRecord | undefined): string {
  return String(valueOf(user, 'TimeZoneSidKey') ?? 'Europe/Berlin')
}

/** How far ahead of UTC a zone is in winter, in milliseconds. */
function offsetOf(timeZone: string): number {
  const winter = Date.UTC(2026, 0, 1)
  return localTime(timeZone)(winter) - winter
}

/** The session of the token that came, or the word that says what is wrong with it. */
function findSession(org: SandboxOrg, call: Call) {
  const token =
    tokenOf(call.headers['authorization']) ?? call.query.get('oauth_token') ?? call.query.get('access_token')
  if (!token) return 'Missing_OAuth_Token'
  const session = org.sessions.find(token)
  return session?.alive ? session : 'Bad_OAuth_Token'
}

/** These addresses refuse in a word, where the REST API has its array. */
function refuse(word: string): Reply {
  return { status: 403, headers: { 'Content-Type': 'text/html;charset=UTF-8' }, text: word }
}

function valueOf(user: StoredRecord | undefined, name: string): unknown {
  return user?.values[name] ?? null
}

function photosOf(url: string): Record<string, string> {
  return { picture: `${url}/profilephoto/005/F`, thumbnail: `${url}/profilephoto/005/T` }
}

/** Clients put their version where it says `{version}`. */
function urlsOf(url: string, userId: string): Record<string, string> {
  const rest = `${url}/services/data/v{version}/`
  return {
    rest,
    sobjects: `${rest}sobjects/`,
    search: `${rest}search/`,
    query: `${rest}query/`,
    recent: `${rest}recent/`,
    tooling_rest: `${rest}tooling/`,
    profile: `${url}/${userId}`,
    custom_domain: url,
  }
}
