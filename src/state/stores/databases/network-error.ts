/** Whether what Node met on the way to a server may pass: nothing listens, a connection breaks, a name isn't found. */
export function isNetworkError(cause: unknown): boolean {
  if (cause instanceof AggregateError) return (cause.errors as unknown[]).some(isNetworkError)
  const { code } = (cause ?? {}) as { code?: unknown }
  return typeof code === 'string' && passing.has(code)
}

const passing = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
])
