/** One thing a client does with an org. It throws where the answer isn't what the client or its user expects. */
export interface Step<T> {
  name: string
  run(client: T): Promise<unknown>
}

export interface StepEnd {
  name: string
  /** What was thrown; undefined where the step went well. */
  failure?: string
}

/** Takes the steps in turn, however many fail. */
export async function takeSteps<T>(client: T, steps: readonly Step<T>[]): Promise<StepEnd[]> {
  const ends: StepEnd[] = []
  for (const { name, run } of steps) {
    try {
      await run(client)
      ends.push({ name })
    } catch (error) {
      ends.push({ name, failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error) })
    }
  }
  return ends
}

/** Throws where it isn't so. */
export function expectThat(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`not so: ${what}`)
}
