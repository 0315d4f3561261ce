import { readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder that has the programs as JavaScript. */
    programs: string
  }
}

/**
 * Bundles the programs that tests start, before all tests: node starts a bundle in a tenth of the time in which it
 * would compile the sources. They are gone when all tests are over.
 */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const outdir = path.resolve('node_modules/.cache/sf-extract', `programs-${process.pid}`)
  const files = await readdir('test', { recursive: true })
  const { peerDependencies } = JSON.parse(await readFile('package.json', 'utf8')) as { peerDependencies: object }
  await build({
    entryPoints: files.filter((file) => /programs[/\\][\w-]+\.ts$/.test(file)).map((file) => path.join('test', file)),
    outbase: 'test',
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: [...Object.keys(peerDependencies), 'typescript', 'vitest'],
    // Packages in CommonJS ask for Node's own modules.
    banner: {
      js: `import { createRequire as openRequire } from 'node:module'\nconst require = openRequire(import.meta.url)`,
    },
    logLevel: 'warning',
  })
  provide('programs', outdir)
  return () => rm(outdir, { recursive: true, force: true })
}
