// The command line with all that it loads in few files, which start in half of the time; beside them, the notices of the
// packages in them. What only one command needs stays a file of its own.
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { rolldown } from 'rolldown'

const pdfjs = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
const { peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))

/** Those that users install themselves; cosmiconfig would load TypeScript for files that are not read here. */
const external = new Set([...Object.keys(peerDependencies), 'typescript'])

/**
 * What is loaded together is one file: these modules, and all that they import and no group before them has. Else each
 * set of commands that share a module would have a file of its own, and a sync would open 150.
 */
const groups = {
  help: ['cli/main.js'],
  settings: [
    'cli/command-context.js',
    'cli/flags/flag-values.js',
    'cli/flags/log-options.js',
    'cli/flags/output-place.js',
    'cli/flags/validate-filled.js',
    'cli/terminal/heap.js',
    'cli/terminal/open-terminal.js',
    'cli/terminal/output.js',
    'state/stores/local-folder.js',
  ],
  status: ['cli/settle-datasources.js', 'cli/status/overdue.js', 'runs/statuses.js', 'state/forgiving-state.js'],
  sync: [
    'cli/flags/chosen-output.js',
    'cli/flags/output-flags.js',
    'cli/flags/stdout-form.js',
    'cli/flags/sync-options.js',
    'cli/printer/text.js',
    'cli/run-datasources.js',
    'runs/open-connector.js',
  ],
}

/**
 * Bundles `<folder>/cli/main.js` into `<folder>/bundle/`, the thread that reads files with the libraries that it reads them
 * with, which no user installs, and the one that scripts run in. `furtherFiles` are in it already.
 */
export async function bundleCommandLine(folder, furtherFiles) {
  const root = path.resolve(folder)
  // One that has moved would have its files again.
  for (const module of Object.values(groups).flat()) statSync(path.join(root, module))
  const bundle = await rolldown({
    cwd: root,
    input: {
      main: 'cli/main.js',
      'extraction-worker': 'extraction/extraction-worker.js',
      'script-thread': 'enrichment/script-thread.js',
    },
    platform: 'node',
    transform: { target: 'node20.19' },
    external: (id) => external.has(id),
    resolve: {
      alias: {
        'pdfjs-dist/legacy/build/pdf.mjs': path.join(pdfjs, 'legacy/build/pdf.min.mjs'),
        'pdfjs-dist/legacy/build/pdf.worker.mjs': path.join(pdfjs, 'legacy/build/pdf.worker.min.mjs'),
      },
    },
    plugins: [withoutHttp2],
    // A module that one command loads when it needs it may be part of another's file.
    checks: { ineffectiveDynamicImport: false },
  })
  const { output } = await bundle.write({
    dir: path.join(root, 'bundle'),
    format: 'esm',
    comments: false,
    chunkFileNames: '[name]-[hash].js',
    codeSplitting: {
      groups: Object.entries(groups)
        .toReversed()
        .map(([name, modules], at) => ({
          name,
          priority: at,
          test: (id) => modules.includes(path.relative(root, id)),
        })),
    },
  })
  await bundle.close()
  const files = output.flatMap(({ moduleIds = [] }) => moduleIds)
  cpSync(path.join(pdfjs, 'cmaps'), path.join(folder, 'bundle', 'cmaps'), { recursive: true })
  writeFileSync(path.join(folder, 'bundle', 'NOTICES.txt'), renderNotices([...files, ...furtherFiles]))
}

/** No request here has got's option `http2`; its package would have every command load node's http2. */
const withoutHttp2 = {
  name: 'without-http2',
  resolveId: (id) => (id === 'http2-wrapper' ? '\0without-http2' : undefined),
  load: (id) => (id === '\0without-http2' ? 'export default {}' : undefined),
}

/** Name, version and licence of each package that one of the files is from. */
function renderNotices(files) {
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path.resolve(file))?.[0] ?? [])
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
