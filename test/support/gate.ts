export interface Gate {
  opened: Promise<void>
  open(): void
}

/** A promise that resolves when the test says so. */
export function buildGate(): Gate {
  const resolvers: (() => void)[] = []
  const opened = new Promise<void>((resolve) => resolvers.push(resolve))
  return { opened, open: () => resolvers.forEach((resolve) => resolve()) }
}
