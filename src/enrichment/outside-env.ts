/** The environment of users' code: the tool's own variables, the client secret among them, are none of its business. */
export function outsideEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('SF_EXTRACT_')))
}
