// The command line with all that it loads in few files, which start in three quarters of the time; beside them, the notices
// of the packages in them. What only one command needs stays a file of its own.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { build } from 'esbuild'

const pdfjs = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
const { peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))

/**
 * Bundles `<folder>/cli/main.js` into `<folder>/bundle/`, the thread that reads files with the libraries that it reads them
 * with, which no user installs, and the one that scripts run in. `furtherFiles` are in it already.
 */
export async function bundleCommandLine(folder, furtherFiles) {
  const { metafile } = await build({
    // What the bundle says of its files doesn't depend on where it is made.
    absWorkingDir: path.resolve(folder),
    entryPoints: {
      main: 'cli/main.js',
      'extraction-worker': 'extraction/extraction-worker.js',
      'script-thread': 'enrichment/script-thread.js',
    },
    outdir: 'bundle',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // Those that users install themselves; cosmiconfig would load TypeScript for files that are not read here.
    external: [...Object.keys(peerDependencies), 'typescript'],
    // Packages in CommonJS ask for Node's own modules.
    banner: {
      js: `import { createRequire as openRequire } from 'node:module'\nconst require = openRequire(import.meta.url)`,
    },
    alias: Object.fromEntries(
      ['pdf', 'pdf.worker'].map((name) => [
        `pdfjs-dist/legacy/build/${name}.mjs`,
        path.join(pdfjs, `legacy/build/${name}.min.mjs`),
      ]),
    ),
    metafile: true,
    logLevel: 'warning',
  })
  const files = Object.keys(metafile.inputs).map((file) => path.join(folder, file))
  cpSync(path.join(pdfjs, 'cmaps'), path.join(folder, 'bundle', 'cmaps'), { recursive: true })
  writeFileSync(path.join(folder, 'bundle', 'NOTICES.txt'), renderNotices([...files, ...furtherFiles]))
}

/** Name, version and licence of each package that one of the files is from. */
function renderNotices(files) {
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [])
  const notices = [...new Set(folders)].toSorted().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
    return `${name} ${version} (${license})\n\n${findLicence(folder)}`
  })
  return `The command line has these packages in it.\n\n${notices.join(`\n${'-'.repeat(80)}\n\n`)}`
}

function findLicence(folder) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name))
  return file === undefined ? '' : readFileSync(path.join(folder, file), 'utf8')
}
