/**
 * What went wrong with a connection, on one line. A host with several addresses fails once for each of them; Node
 * gathers that in an error without a message. Of OpenSSL's texts the reason alone is left.
 */
export function messageOf(error: Error): string {
  const { cause, message } = error
  const several = [error, cause].find((each) => each instanceof AggregateError)
  if (several !== undefined) return several.errors.map((each) => (each as Error).message).join('; ')
  return /:SSL routines:[^:]*:([^:]+):/.exec(message)?.[1] ?? message
}
