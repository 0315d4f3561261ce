import type { Auth } from '../../config/settings/login-settings.js'
import { orSharedHost, parseDomain, parseInstance } from '../../config/values/domain.js'
import { ExtractError } from '../../errors/extract-error.js'

/** A setting that a way to log in has to be given. */
export interface LoginQuestion {
  key: string
  /** As a terminal asks it. */
  question: string
  /** The flag that gives it; a secret has none, since others can read the command line. */
  flag?: string
  /** The variable that gives a secret. */
  variable?: string
  isOptional?: true
  /** Throws CONFIG_INVALID for what can't be right. */
  validate?: (answer: string) => unknown
}

const domain: LoginQuestion = {
  key: 'domain',
  question: "Your org's My Domain (Setup > My Domain)",
  flag: '--domain',
  validate: parseDomain,
}

const anyDomain: LoginQuestion = {
  ...domain,
  question: "Your org's My Domain (Setup > My Domain), or login, or test for sandboxes",
  validate: orSharedHost(parseDomain),
}

const clientId: LoginQuestion = {
  key: 'client_id',
  question: 'Consumer Key (Setup > External Client App Manager > your app > Settings > OAuth Settings)',
  flag: '--client-id',
}

const clientSecret: LoginQuestion = {
  key: 'client_secret',
  question: 'Consumer Secret',
  variable: 'SF_EXTRACT_CLIENT_SECRET',
}

/** What each way is called on a terminal, and what it asks, in this order. */
export const loginWays: Record<Auth, { summary: string; questions: LoginQuestion[] }> = {
  client_credentials: {
    summary: 'client credentials: as one fixed user, with the key and secret of an app',
    questions: [domain, clientId, clientSecret],
  },
  jwt: {
    summary: 'JWT: as any user whom an app is pre-authorized for, with the key of its certificate',
    questions: [
      anyDomain,
      clientId,
      { key: 'username', question: 'Username to log in as', flag: '--username' },
      { key: 'private_key_file', question: "File with the key of the app's certificate", flag: '--private-key-file' },
    ],
  },
  refresh_token: {
    summary: 'refresh token: as whoever has logged in to an app in the browser',
    questions: [
      anyDomain,
      clientId,
      { ...clientSecret, question: 'Consumer Secret (empty where the app requires none)', isOptional: true },
      { key: 'refresh_token', question: 'Refresh token', variable: 'SF_EXTRACT_REFRESH_TOKEN' },
    ],
  },
  access_token: {
    summary: 'access token: one that is at hand, for as long as it lives',
    questions: [
      {
        key: 'instance_url',
        question: "The org's address",
        flag: '--instance-url',
        validate: parseInstance,
      },
      { key: 'access_token', question: 'Access token', variable: 'SF_EXTRACT_ACCESS_TOKEN' },
    ],
  },
  sf_cli: {
    summary: 'the Salesforce CLI: its login to one of its orgs',
    questions: [{ key: 'target_org', question: 'Alias or username (sf org list shows them)', flag: '--target-org' }],
  },
}

/** A way by its name or by its number in the list. Throws CONFIG_INVALID with the names. */
export function parseWay(answer: string): Auth {
  const names = Object.keys(loginWays) as Auth[]
  const way = names[Number(answer) - 1] ?? names.find((name) => name === answer.trim().toLowerCase())
  if (way !== undefined) return way
  throw new ExtractError('CONFIG_INVALID', `"${answer}" is none of ${names.join(', ')}`)
}
