/** The environment of users' code: the tool's own variables, secrets among them, and access tokens are none of its business. */
export function outsideEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('SF_EXTRACT_') && name !== 'SF_ACCESS_TOKEN'),
  )
}
