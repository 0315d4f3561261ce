// Puts the status page together: its style, its script, and the document they go into.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const folder = fileURLToPath(new URL('../src/dispatcher/page', import.meta.url))

/** The parts as page-parts.ts has them, and the files that are in them. */
export async function buildPage() {
  const { outputFiles, metafile } = await build({
    absWorkingDir: path.resolve(folder, '../../..'),
    entryPoints: [path.join(folder, 'main.ts'), path.join(folder, 'page.css')],
    outdir: folder,
    bundle: true,
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    format: 'iife',
    target: ['chrome100', 'firefox100', 'safari15.4'],
    write: false,
    metafile: true,
    logLevel: 'warning',
  })
  const textOf = (end) => outputFiles.find((file) => file.path.endsWith(end)).text.trim()
  // Within its element a script or a style ends at the first end of one, wherever that stands.
  const script = textOf('.js').replaceAll(/<(?=\/script|!--)/gi, String.raw`\x3C`)
  const html = readFileSync(path.join(folder, 'page.html'), 'utf8')
  return { html, style: textOf('.css'), script, files: Object.keys(metafile.inputs) }
}
