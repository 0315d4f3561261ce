import { execFile } from 'node:child_process'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

export interface InstalledPackage {
  /** Where it lies, below the folder's `node_modules`. */
  place: string
  /** Each file of the tarball, by its path in it. */
  files: string[]
}

/**
 * Packs the package as built and unpacks it into a folder as npm would. What it depends on, and the packages named
 * besides, are linked, so no registry is needed; a module that it imports without depending on it is not found.
 */
export async function installPackage(folder: string, besides: string[] = []): Promise<InstalledPackage> {
  const modules = path.join(folder, 'node_modules')
  const place = path.join(modules, 'sf-extract')
  await mkdir(place, { recursive: true })
  const { tarball, files } = await packPackage(folder)
  await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', place])
  const { dependencies } = JSON.parse(await readFile(path.join(place, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  for (const name of [...Object.keys(dependencies), ...besides]) {
    await mkdir(path.dirname(path.join(modules, name)), { recursive: true })
    await symlink(path.resolve('node_modules', name), path.join(modules, name))
  }
  return { place, files }
}

/** The package as built in a tarball in the folder, and each file in it. */
export async function packPackage(folder: string): Promise<{ tarball: string; files: string[] }> {
  packing ??= pack(folder)
  const { content, files } = await packing
  const tarball = path.join(folder, 'package.tgz')
  await writeFile(tarball, content)
  return { tarball, files }
}

/** What is built stays as it is while tests run: it is packed once. */
let packing: Promise<{ content: Buffer; files: string[] }> | undefined

async function pack(folder: string): Promise<{ content: Buffer; files: string[] }> {
  const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder])
  const [{ filename, files }] = JSON.parse(packed.stdout) as [{ filename: string; files: { path: string }[] }]
  return { content: await readFile(path.join(folder, filename)), files: files.map((file) => file.path) }
}

const run = promisify(execFile)
