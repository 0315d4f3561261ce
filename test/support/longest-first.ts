import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Starts with the files that take longest, however short they are: else one of them would run alone in the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- the runner's method, no array's
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

function isLong({ moduleId }: TestSpecification): boolean {
  return /\/journeys\/|\/dispatcher\/(?:page|queue)\/|histories|random|scope-modes|crash|disk/.test(moduleId)
}
