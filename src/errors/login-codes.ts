/** Codes of logins: an org that lets nobody in, and what is missing on this side. */
export const loginCodes = {
  LOGIN_NO_RUN_AS_USER: {
    exitCode: 3,
    ends: 'run',
    description: 'The app has no run-as user, or the client credentials flow is off.',
  },
  LOGIN_BAD_SECRET: {
    exitCode: 3,
    ends: 'run',
    description: 'The consumer secret is wrong.',
  },
  LOGIN_BAD_CLIENT_ID: {
    exitCode: 3,
    ends: 'run',
    description: 'The consumer key is unknown to this org, or the app is younger than about ten minutes.',
  },
  LOGIN_BAD_ASSERTION: {
    exitCode: 3,
    ends: 'run',
    description: "The org refuses the signed JWT: its key isn't the app's, or audience or clock are wrong.",
  },
  LOGIN_EXPIRED: {
    exitCode: 3,
    ends: 'run',
    description: 'The access token or the refresh token has ended or was revoked: a person has to get a new one.',
  },
  LOGIN_NO_SF_CLI: {
    exitCode: 3,
    ends: 'run',
    description: 'The Salesforce CLI is missing, does not know the org, or is not logged in to it any more.',
  },
  LOGIN_INVALID_GRANT: {
    exitCode: 3,
    ends: 'run',
    description: 'The org refuses the grant: inactive user, login policy, wrong host.',
  },
  LOGIN_FLOW_DISABLED: {
    exitCode: 3,
    ends: 'run',
    description: "The flow isn't enabled for the app, or the host isn't a My Domain host.",
  },
  LOGIN_NOT_PERMITTED: {
    exitCode: 3,
    ends: 'run',
    description: 'The app lacks an OAuth scope, or the user may not use the app or the API.',
  },
  LOGIN_RATE_EXCEEDED: {
    exitCode: 3,
    ends: 'run',
    description: 'The org has seen too many logins in the last hour. Wait; the token cache avoids this.',
  },
  LOGIN_REFUSED: {
    exitCode: 3,
    ends: 'run',
    description: 'The org refused the login for a reason this tool has no advice for.',
  },
  SECRET_UNREADABLE: {
    exitCode: 2,
    ends: 'run',
    description: 'A secret is empty or can not be read, or its command failed, or the private key can not be used.',
  },
} as const
