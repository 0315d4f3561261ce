import type { Auth } from '../../config/settings/login-settings.js'
import type { ErrorCode } from '../../errors/codes.js'
import { hints } from '../errors/hints.js'

export interface LoginRule {
  /** The OAuth `error`; any where absent. */
  errors?: string[]
  /** What the `error_description` says; anything where absent. `invalid_grant` alone says next to nothing. */
  says?: RegExp
  /** The ways of login that it is for; each where absent. */
  ways?: Auth[]
  as: ErrorCode
  cause: string
  cure: string
}

/** Where an External Client App has them; a Connected App, which nobody makes any more, keeps them elsewhere. */
const app = 'Setup > External Client App Manager > your app'
const oauthSettings = `${app} > Settings > OAuth Settings`
const connected = 'Connected App: Setup > App Manager > your app'
const keys = `${oauthSettings} > Consumer Key and Secret (${connected} > View > Manage Consumer Details)`
const policies = `${app} > Policies > Edit (${connected} > Manage > Edit Policies)`

export const anythingElse: LoginRule = {
  as: 'LOGIN_REFUSED',
  cause: 'Salesforce gives no further reason.',
  cure: `Check the app at ${app}, and Setup > Users > Users > the user > Login History for the reason. ${hints.domain}`,
}

const secretRule: Omit<LoginRule, 'errors'> = {
  as: 'LOGIN_BAD_SECRET',
  cause: "The client secret (or the client id) is not the app's.",
  cure: `Copy Consumer Key and Consumer Secret again: ${keys}. They are client_id and client_secret.`,
}

const clientIdRule: Omit<LoginRule, 'errors'> = {
  as: 'LOGIN_BAD_CLIENT_ID',
  cause: 'The org knows no app with this client id.',
  cure:
    `Copy the Consumer Key again: ${keys}. A new app takes about ten minutes to be known. ` +
    'Check that domain names the org the app is in: login.salesforce.com knows no sandboxes, test.salesforce.com only them.',
}

const flowRule: Omit<LoginRule, 'errors'> = {
  as: 'LOGIN_FLOW_DISABLED',
  cause: 'The client credentials flow is off for the app, or the address is not that of a My Domain.',
  cure: `Tick Enable Client Credentials Flow: ${app} > Settings > Edit, and ${policies}. ${hints.domain}`,
}

const jwtFlowRule: Omit<LoginRule, 'errors'> = {
  as: 'LOGIN_FLOW_DISABLED',
  cause: 'The JWT bearer flow is off for the app, or the address is none where tokens are given.',
  cure:
    `Tick Enable JWT Bearer Flow and upload the certificate: ${oauthSettings} (Connected App: Use digital ` +
    `signatures). ${hints.loginHost}`,
}

const permittedRule: Omit<LoginRule, 'errors'> = {
  as: 'LOGIN_NOT_PERMITTED',
  cause: 'The user may not use the app.',
  cure: `Let the user in: ${policies} > Permitted Users, or give the app to a permission set of the user.`,
}

const approvedRule: Omit<LoginRule, 'errors'> = {
  as: 'LOGIN_NOT_PERMITTED',
  cause: 'The user is not pre-authorized for the app, or the org has no such user.',
  cure:
    `Pre-authorize the user: ${policies} > Permitted Users: Admin approved users are pre-authorized, and there give ` +
    "the app to a profile or permission set of the user. Check username: a sandbox has its name behind it. The app's " +
    'scopes need refresh_token, offline_access.',
}

const scopeRule: Omit<LoginRule, 'errors'> = {
  as: 'LOGIN_NOT_PERMITTED',
  cause: 'The app lacks an OAuth scope.',
  cure: `Add "Manage user data via APIs (api)": ${app} > Settings > Edit > Selected OAuth Scopes.`,
}

const rateRule: Omit<LoginRule, 'errors'> = {
  as: 'LOGIN_RATE_EXCEEDED',
  cause: 'The org has seen too many logins by this user.',
  cure: 'Wait half an hour. Keep extract.token_cache on so that runs share a login.',
}

const assertionRule: Omit<LoginRule, 'errors'> = {
  as: 'LOGIN_BAD_ASSERTION',
  cause: "The key is not that of the app's certificate, or this machine's clock is wrong.",
  cure:
    `Upload the certificate that was made with the key: ${oauthSettings} > Enable JWT Bearer Flow > Upload Files ` +
    "(Connected App: Use digital signatures), and check that it hasn't expired. Set this machine's clock.",
}

const expiredRule: Omit<LoginRule, 'errors'> = {
  as: 'LOGIN_EXPIRED',
  cause: 'The refresh token has ended, was revoked, or was used up.',
  cure:
    `Get a new one: run the app's web server flow again and set refresh_token. How long one lives is at ${policies} > ` +
    'Refresh Token Policy. A user has five at most for an app: a sixth ends the first. auth: jwt needs none.',
}

const userCure =
  'Check the user at Setup > Users > Users: Active, not locked, password not expired, API Enabled in its ' +
  'permission sets. Its Login History names the reason.'

const userRule: Omit<LoginRule, 'cure'> = {
  errors: ['invalid_grant', 'inactive_user'],
  as: 'LOGIN_INVALID_GRANT',
  cause: 'The org does not let the user in.',
}

/**
 * What each refusal means and how it is cured, most special first.
 * Texts: Salesforce Help, "OAuth 2.0 Authorization Errors", and recorded answers.
 */
export const loginTable: LoginRule[] = [
  {
    says: /no client credentials user enabled/i,
    as: 'LOGIN_NO_RUN_AS_USER',
    cause: 'The client credentials flow is not enabled, or no user is assigned to it.',
    cure:
      `Tick Enable Client Credentials Flow: ${app} > Settings > Edit. Then assign an active user with API Enabled: ` +
      `Policies > Edit (${connected} > Manage > Edit Policies) > Run As (Username).`,
  },
  {
    says: /not supported on this domain/i,
    as: 'LOGIN_FLOW_DISABLED',
    cause: 'The address is not that of a My Domain.',
    cure: hints.domain,
  },
  { ways: ['jwt'], says: /flow (is )?not enabled/i, ...jwtFlowRule },
  { says: /flow (is )?not enabled/i, ...flowRule },
  { says: /no valid scopes/i, ...scopeRule },
  { says: /rate exceeded/i, ...rateRule },
  { errors: ['rate_limit_exceeded'], ...rateRule },
  { says: /client identifier invalid|not installed in this org/i, ...clientIdRule },
  { errors: ['invalid_client_id', 'app_not_found'], ...clientIdRule },
  { errors: ['invalid_client', 'invalid_client_credentials'], ...secretRule },
  { ways: ['jwt'], errors: ['unsupported_grant_type', 'unauthorized_client'], ...jwtFlowRule },
  {
    ways: ['refresh_token'],
    errors: ['unsupported_grant_type', 'unauthorized_client'],
    as: 'LOGIN_FLOW_DISABLED',
    cause: 'The address is none where tokens are given, or the app gives no refresh tokens.',
    cure: `Add "Perform requests at any time (refresh_token, offline_access)": ${app} > Settings > Edit > Selected OAuth Scopes. ${hints.loginHost}`,
  },
  { errors: ['unsupported_grant_type', 'unauthorized_client'], ...flowRule },
  {
    ways: ['jwt'],
    says: /audience/i,
    as: 'LOGIN_BAD_ASSERTION',
    cause: 'The assertion is for another kind of org.',
    cure: hints.audience,
  },
  { ways: ['jwt', 'refresh_token'], says: /approved this consumer|not admin approved/i, ...approvedRule },
  { says: /approved this consumer|not admin approved/i, ...permittedRule },
  { errors: ['invalid_app_access'], ...permittedRule },
  { errors: ['invalid_scope'], ...scopeRule },
  {
    says: /ip restricted|ip address/i,
    as: 'LOGIN_INVALID_GRANT',
    cause: "The user may not log in from this machine's address.",
    cure: `Allow the address: ${policies} > IP Relaxation, or the profile's Login IP Ranges.`,
  },
  {
    errors: ['inactive_org'],
    as: 'LOGIN_INVALID_GRANT',
    cause: 'The org is locked, closed or suspended.',
    cure: 'Ask the administrator of the org, or Salesforce.',
  },
  { ways: ['jwt'], says: /assertion|expired authorization code|signature/i, ...assertionRule },
  { ways: ['refresh_token'], errors: ['invalid_grant'], says: /token/i, ...expiredRule },
  { ways: ['jwt', 'refresh_token'], ...userRule, cure: `${userCure} ${hints.loginHost}` },
  { ...userRule, cure: `${userCure} ${hints.domain}` },
]
