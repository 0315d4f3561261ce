/**
 * Every code an error of sf-extract can carry. The comment on a code is its documentation:
 * what it means, when it is normal, what to do.
 */
export const errorCodes = [
  // -- usage and configuration: exit 2 -----------------------------------------------------------
  /** A flag or an argument is wrong, or two of them exclude each other. Read the command's --help. */
  'USAGE',
  /** No configuration was found and the environment doesn't name an org. Run `sf-extract init`. */
  'CONFIG_NOT_FOUND',
  /** The file is not valid YAML, JSON or JavaScript. The message has line and column. */
  'CONFIG_SYNTAX',
  /** One or more settings are wrong. Each problem is listed with its path in the file. */
  'CONFIG_INVALID',
  /** No datasource has that id or name. The hint lists those there are. */
  'DATASOURCE_UNKNOWN',
  /** The datasource is switched off in the configuration. `--force` runs it all the same. */
  'DATASOURCE_DISABLED',
  /** The configuration or the command names an sObject that the org doesn't have, or doesn't show to the run-as user. */
  'OBJECT_UNKNOWN',

  // -- login: exit 3 -----------------------------------------------------------------------------
  /** The app has no run-as user, or the client credentials flow is off. */
  'LOGIN_NO_RUN_AS_USER',
  /** The consumer secret is wrong. */
  'LOGIN_BAD_SECRET',
  /** The consumer key is unknown to this org, or the app is younger than about ten minutes. */
  'LOGIN_BAD_CLIENT_ID',
  /** The org refuses the grant: inactive user, login policy, wrong host. */
  'LOGIN_INVALID_GRANT',
  /** The client credentials flow isn't enabled, or the host is no My Domain host. */
  'LOGIN_FLOW_DISABLED',
  /** The app lacks an OAuth scope, or the user may not use the app or the API. */
  'LOGIN_NOT_PERMITTED',
  /** The org has seen too many logins in the last hour. Wait; the token cache avoids this. */
  'LOGIN_RATE_EXCEEDED',
  /** The org refused the login for a reason this tool has no advice for. */
  'LOGIN_REFUSED',
  /** The login worked, but the org doesn't take its token for the REST API. */
  'SESSION_NOT_FOR_API',

  // -- the org out of reach: exit 6 --------------------------------------------------------------
  /** No answer, or only 5xx answers and web pages of something in between, after every retry. */
  'ORG_UNREACHABLE',

  // -- quota: exit 5 -----------------------------------------------------------------------------
  /** The org's daily API limit, the reserve below it, or --max-calls is reached. The next run goes on from here. */
  'QUOTA_REACHED',

  // -- one object fails, the others go on: exit 4 ------------------------------------------------
  /** The org doesn't know a field in the statement. Usual after a schema change; healed once by reading the describe again. */
  'FIELD_UNKNOWN',
  /** The org doesn't know the sObject or the address. */
  'OBJECT_NOT_FOUND',
  /** The run-as user may not read this. */
  'ACCESS_DENIED',
  /** The org could not answer the statement in time or found it too complicated; the window is split and asked again. */
  'QUERY_TIMEOUT',
  /** The org refuses the statement for another reason. */
  'QUERY_REFUSED',
  /** A query locator is dead: too old, or its session ended. The statement is opened again after the last row. */
  'LOCATOR_LOST',
  /** A next-page address points off the instance host. It is not followed and the token not sent. */
  'FOREIGN_ADDRESS',
  /** An answer has not the shape the API promises, or more or fewer rows than it announced. */
  'BAD_ANSWER',

  // -- this machine ------------------------------------------------------------------------------
  /** Another run holds this datasource: exit 7. The message names the holder and since when. */
  'LOCK_HELD',
  /** The reader of stdout went away. Nothing past what it took is remembered. */
  'SINK_CLOSED',
  /** The output could not be written (disk full, no permission). */
  'OUTPUT_FAILED',
  /** The state can't be read or written. */
  'STATE_BROKEN',
  /** SIGINT or SIGTERM: the checkpoint is kept, exit 130 or 143. */
  'INTERRUPTED',
  /** A bug of sf-extract. Please report it. */
  'BUG',
] as const

export type ErrorCode = (typeof errorCodes)[number]
