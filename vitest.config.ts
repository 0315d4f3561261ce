import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.js'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/build-programs.ts',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
    // Files share the modules they load, since loading is slow and nothing is mocked: a module keeps no state of its own.
    isolate: false,
    // With room for what is soon gone, a fifth of the time no longer goes into collecting it.
    execArgv: ['--max-semi-space-size=32'],
    sequence: { sequencer: LongestFirst },
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text-summary', 'text'] },
  },
})
