/** Cron expressions, as croner reads them: five fields, six with seconds before them, or a nickname such as `@daily`. */
export interface CronTimes {
  /** The first time of a valid expression after a moment, in this machine's time zone or in another. */
  nextAfter(expression: string, ms: number, timeZone?: string): number
  /** What is wrong with an expression; undefined where nothing is. */
  findProblem(expression: string): string | undefined
}

/** Loads croner, which only those with such expressions need. */
export async function loadCronTimes(): Promise<CronTimes> {
  const { Cron } = await import('croner')
  const parsed = new Map<string, InstanceType<typeof Cron>>()
  const parse = (expression: string, timezone?: string) => {
    const key = JSON.stringify([expression, timezone])
    const cron = parsed.get(key) ?? new Cron(expression, timezone === undefined ? {} : { timezone })
    parsed.set(key, cron)
    return cron
  }
  return {
    // A valid expression comes again and again; without end is what is left to say for one that isn't.
    nextAfter: (expression, ms, timeZone) =>
      parse(expression, timeZone).nextRun(new Date(ms))?.getTime() ?? Number.POSITIVE_INFINITY,
    findProblem(expression) {
      if (expression.split(/\s+/).length > 6) return `"${expression}" has more than the six fields there are`
      try {
        const isEver = parse(expression).nextRun(new Date(0)) !== null
        return isEver ? undefined : `"${expression}" names a time that never comes`
      } catch (error) {
        const reason = (error as Error).message.replace(/^CronPattern: /, '').replace(/\.$/, '')
        return `"${expression}" is no cron expression: ${reason}`
      }
    },
  }
}
