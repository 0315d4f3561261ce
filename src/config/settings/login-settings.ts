/** The ways to log in: their settings, and what each of them has to be given. */
import type { SettingTable } from './setting.js'
import { parseInstance } from '../values/domain.js'
import { secret } from '../values/secret.js'
import { choice, parsedBy, text } from '../values/setting-values.js'

/** The ways to log in, the usual one first. */
export const auths = ['client_credentials', 'jwt', 'refresh_token', 'access_token', 'sf_cli'] as const

export type Auth = (typeof auths)[number]

/** `connector[].config`, beside `domain`, `client_id` and `client_secret`. */
export const loginSettings = {
  auth: {
    property: 'auth', check: choice(...auths), type: `${auths.slice(0, -1).join(', ')} or sf_cli`,
    default: 'client_credentials', variable: 'SF_EXTRACT_AUTH', example: 'client_credentials',
    effect: 'The way to log in: client_credentials, jwt, refresh_token, access_token, or sf_cli for a login of the Salesforce CLI.',
  },
  username: {
    property: 'username', check: text, type: 'text', variable: 'SF_EXTRACT_USERNAME', example: 'reader@mycompany.com',
    effect: 'For jwt: the user to log in as; the app has to be pre-authorized for that user.',
  },
  private_key: {
    property: 'privateKey', check: secret, type: 'secret: PEM', variable: 'SF_EXTRACT_PRIVATE_KEY',
    example: '{ env: SF_PRIVATE_KEY }',
    effect: 'For jwt: the RSA key, PKCS#8 or PKCS#1, whose certificate the app has.',
  },
  private_key_file: {
    property: 'privateKeyFile', check: text, type: 'path', variable: 'SF_EXTRACT_PRIVATE_KEY_FILE',
    example: '/etc/sf-extract/salesforce.key',
    effect: 'For jwt: the file with that key, instead of private_key. Relative to this file.',
  },
  private_key_passphrase: {
    property: 'privateKeyPassphrase', check: secret, type: 'secret',
    variable: 'SF_EXTRACT_PRIVATE_KEY_PASSPHRASE', example: '{ command: pass show salesforce/key }',
    effect: 'For jwt: the passphrase of the key, where it is encrypted.',
  },
  audience: {
    property: 'audience', check: text, type: 'address', variable: 'SF_EXTRACT_AUDIENCE',
    example: 'https://login.salesforce.com',
    effect: 'For jwt: whom the assertion is for; where absent, login.salesforce.com, or test.salesforce.com for sandboxes.',
  },
  refresh_token: {
    property: 'refreshToken', check: secret, type: 'secret', variable: 'SF_EXTRACT_REFRESH_TOKEN',
    example: '{ file: /run/secrets/salesforce-refresh-token }',
    effect: 'For refresh_token: the token to get access tokens with. A new one that the org gives for it is kept.',
  },
  access_token: {
    property: 'accessToken', check: secret, type: 'secret', variable: 'SF_EXTRACT_ACCESS_TOKEN',
    example: '{ command: vault read -field=token secret/salesforce }',
    effect: 'For access_token: the token itself, for as long as it lives. SF_ACCESS_TOKEN is read too.',
  },
  instance_url: {
    property: 'instanceUrl', check: parsedBy(parseInstance), type: 'address', variable: 'SF_EXTRACT_INSTANCE_URL',
    example: 'https://mycompany.my.salesforce.com',
    effect: 'For access_token: the address of the org whose token it is. SF_INSTANCE_URL is read too.',
  },
  target_org: {
    property: 'targetOrg', check: text, type: 'alias or username', variable: 'SF_EXTRACT_TARGET_ORG',
    flag: '--target-org <alias>', example: 'mycompany-prod',
    effect: 'Log in as the Salesforce CLI does to this org, by alias or username, for sf_cli. The flag alone is enough.',
  },
} as const satisfies SettingTable

const appKeys = 'Setup > External Client App Manager > your app > Settings > OAuth Settings > Consumer Key and Secret'

/** What each way has to be given, with where it is found. `domain` may be `login_url` instead. */
export const loginNeeds: Record<Auth, Readonly<Record<string, string>>> = {
  client_credentials: {
    domain: 'Setup > My Domain shows it',
    client_id: `${appKeys} shows it as Consumer Key`,
    client_secret: `${appKeys} shows it as Consumer Secret. Other ways to log in have an auth of their own`,
  },
  jwt: {
    domain: 'Setup > My Domain shows it; "login" and "test" will do',
    client_id: `${appKeys} shows it as Consumer Key`,
    username: 'it is the one of a user the app is pre-authorized for, as Setup > Users > Users shows it',
  },
  refresh_token: {
    domain: 'Setup > My Domain shows it; "login" and "test" will do',
    client_id: `${appKeys} shows it as Consumer Key`,
    refresh_token: "it came with the app's web server flow, whose scopes have to have refresh_token among them",
  },
  access_token: {
    access_token: 'or set SF_ACCESS_TOKEN',
    instance_url: 'or set SF_INSTANCE_URL; Setup > My Domain shows the address',
  },
  sf_cli: { target_org: '`sf org list` shows the aliases and usernames of orgs' },
}

/** What a way takes beside what it has to be given. */
const loginExtras: Record<Auth, readonly string[]> = {
  client_credentials: [],
  jwt: ['private_key', 'private_key_file', 'private_key_passphrase', 'audience'],
  refresh_token: ['client_secret'],
  access_token: [],
  sf_cli: [],
}

/** The settings that say how to log in; the others of a connector go with every way. */
export const loginKeys: readonly string[] = [
  'domain', 'login_url', 'client_id', 'client_secret', ...Object.keys(loginSettings),
]

/** Whether a way has a use for a setting. */
export function takesSetting(auth: Auth, key: string): boolean {
  if (key === 'auth' || !loginKeys.includes(key)) return true
  const needs = loginNeeds[auth]
  return key in needs || loginExtras[auth].includes(key) || (key === 'login_url' && 'domain' in needs)
}
