import type { ErrorCode } from '../../errors/codes.js'
import { ExtractError } from '../../errors/extract-error.js'
import { hints } from '../errors/hints.js'

interface LoginRule {
  /** The OAuth `error`; any where absent. */
  error?: string[]
  /** What the `error_description` says; anything where absent. */
  says?: RegExp
  as: ErrorCode
  cause: string
  cure: string
}

/** The error of a refused login: Salesforce's own words, the cause in ours, and the menu path to the cure. */
export function buildLoginError(oauthError: string, description: string, httpStatus: number): ExtractError {
  const rule = loginTable.find(
    ({ error, says }) => (error?.includes(oauthError) ?? true) && (says?.test(description) ?? true),
  )
  const { as, cause, cure } = rule ?? anythingElse
  const oauth = description === '' ? oauthError : `${oauthError}: ${description}`
  return new ExtractError(as, `Salesforce refused the login (${oauth}). ${cause}`, {
    hint: cure,
    details: { oauth, httpStatus },
  })
}

const app = 'Setup > App Manager > your app'

/** Where an External Client App, which the README sets up, has them; a Connected App keeps them elsewhere. */
const keys = `${app} > Settings > Consumer Key and Secret (Connected App: View > Manage Consumer Details)`
const policies = `${app} > Policies > Edit (Connected App: Manage > Edit Policies)`

const anythingElse: LoginRule = {
  as: 'LOGIN_REFUSED',
  cause: 'Salesforce gives no further reason.',
  cure: `Check the app at ${app}, and Setup > Users > the run-as user > Login History for the reason. ${hints.domain}`,
}

const secretRule: Omit<LoginRule, 'error'> = {
  as: 'LOGIN_BAD_SECRET',
  cause: "The client secret (or the client id) is not the app's.",
  cure: `Copy Consumer Key and Consumer Secret again: ${keys}. They are client_id and client_secret.`,
}

const clientIdRule: Omit<LoginRule, 'error'> = {
  as: 'LOGIN_BAD_CLIENT_ID',
  cause: 'The org knows no app with this client id.',
  cure:
    `Copy the Consumer Key again: ${keys}. A new app takes about ten minutes to be known. ` +
    'Check that domain names the org the app is in.',
}

const flowRule: Omit<LoginRule, 'error'> = {
  as: 'LOGIN_FLOW_DISABLED',
  cause: 'The client credentials flow is off for the app, or the address is not that of a My Domain.',
  cure: `Tick Enable Client Credentials Flow: ${app} > Settings > Edit, and ${policies}. ` + hints.domain,
}

const permittedRule: Omit<LoginRule, 'error'> = {
  as: 'LOGIN_NOT_PERMITTED',
  cause: 'The run-as user may not use the app.',
  cure: `Let the user in: ${policies} > Permitted Users, or give the app to a permission set of the user.`,
}

const scopeRule: Omit<LoginRule, 'error'> = {
  as: 'LOGIN_NOT_PERMITTED',
  cause: 'The app lacks an OAuth scope.',
  cure: `Add "Manage user data via APIs (api)": ${app} > Settings > Edit > Selected OAuth Scopes.`,
}

const rateRule: Omit<LoginRule, 'error'> = {
  as: 'LOGIN_RATE_EXCEEDED',
  cause: 'The org has seen too many logins by this user.',
  cure: 'Wait half an hour. Keep extract.token_cache on so that runs share a login.',
}

const userCure =
  'Check the run-as user at Setup > Users > Users: Active, not locked, password not expired, API Enabled in its ' +
  'permission sets. Its Login History names the reason.'

/**
 * What each refusal means and how it is cured, most special first.
 * Texts: Salesforce Help, "OAuth 2.0 Authorization Errors", and recorded answers.
 */
const loginTable: LoginRule[] = [
  {
    says: /no client credentials user enabled/i,
    as: 'LOGIN_NO_RUN_AS_USER',
    cause: 'The client credentials flow is not enabled, or no user is assigned to it.',
    cure:
      `Tick Enable Client Credentials Flow: ${app} > Settings > Edit. Then assign an active user with API Enabled: ` +
      'Policies > Edit (Connected App: Manage > Edit Policies) > Run As (Username).',
  },
  {
    says: /not supported on this domain/i,
    as: 'LOGIN_FLOW_DISABLED',
    cause: 'The address is not that of a My Domain.',
    cure: hints.domain,
  },
  { says: /flow (is )?not enabled/i, ...flowRule },
  { says: /no valid scopes/i, ...scopeRule },
  { says: /rate exceeded/i, ...rateRule },
  { error: ['rate_limit_exceeded'], ...rateRule },
  { says: /client identifier invalid|not installed in this org/i, ...clientIdRule },
  { error: ['invalid_client_id', 'app_not_found'], ...clientIdRule },
  { error: ['invalid_client', 'invalid_client_credentials'], ...secretRule },
  { error: ['unsupported_grant_type', 'unauthorized_client'], ...flowRule },
  { says: /approved this consumer|not admin approved/i, ...permittedRule },
  { error: ['invalid_app_access'], ...permittedRule },
  { error: ['invalid_scope'], ...scopeRule },
  {
    says: /ip restricted|ip address/i,
    as: 'LOGIN_INVALID_GRANT',
    cause: "The run-as user may not log in from this machine's address.",
    cure: `Allow the address: ${policies} > IP Relaxation, or the profile's Login IP Ranges.`,
  },
  {
    error: ['inactive_org'],
    as: 'LOGIN_INVALID_GRANT',
    cause: 'The org is locked, closed or suspended.',
    cure: 'Ask the administrator of the org, or Salesforce.',
  },
  {
    error: ['invalid_grant', 'inactive_user'],
    as: 'LOGIN_INVALID_GRANT',
    cause: 'The org does not let the run-as user in.',
    cure: `${userCure} ${hints.domain}`,
  },
]
