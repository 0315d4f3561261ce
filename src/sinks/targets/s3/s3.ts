import { randomBytes } from 'node:crypto'
import { groupByFolder } from '../../files/folder-path.js'
import type { Target, TargetContext, TargetPlace } from '../target.js'
import { openBucket } from './bucket.js'
import { openObjects, type Objects } from './objects.js'

/**
 * A prefix of an S3 bucket: the documents of a run as objects, by their folders, and last of all a manifest that names
 * them. Without a manifest the run is not done, and the next one writes its documents again.
 */
export async function openS3Target(place: TargetPlace, context: TargetContext): Promise<Target> {
  const { bucket: bucketName, prefix } = splitPlace(place.location)
  const { clock, format, compress } = context
  const bucket = await openBucket(place, bucketName, context)
  const started = new Date(clock.now()).toISOString()
  const run = `${started.replaceAll(/[-:.]/g, '')}-${randomBytes(3).toString('hex')}`
  const datasources = new Set<string>()
  let objects: Objects | undefined
  const lost = keepFailure()
  const writeManifest = async (all: Objects) => {
    const written = await all.end()
    if (written.length === 0) return
    const ended = new Date(clock.now()).toISOString()
    const documents = written.reduce((sum, each) => sum + each.documents, 0)
    const facts = { run, datasources: [...datasources], started, ended, format: format.name, documents }
    await bucket.put(`${prefix}${markName}`, renderJson({ of: 'sf-extract', manifests: '_manifests/' }), json)
    const sorted = written.toSorted((a, b) => (a.key < b.key ? -1 : 1))
    await bucket.put(`${prefix}_manifests/${run}.json`, renderJson({ ...facts, objects: sorted }), json)
  }
  return {
    write: async (documents) => {
      lost.validateNone()
      objects ??= openObjects({ bucket, prefix, run, format, compress })
      for (const { source } of documents) datasources.add(source.id)
      let bytes = 0
      for (const [folder, some] of groupByFolder(documents)) {
        bytes += await lost.or(objects.add(folder === '.' ? '' : folder.replaceAll('\\', '/'), some))
      }
      return { bytes, refused: [] }
    },
    settle: async () => {
      lost.validateNone()
      if (objects !== undefined) await lost.or(writeManifest(objects))
      objects = undefined
    },
    check: async () => {
      await bucket.look()
      return `the bucket ${bucketName} is there`
    },
    isMissing: async () => !(await bucket.has(`${prefix}${markName}`).catch(() => true)),
    close: async () => {
      await objects?.drop()
      bucket.close()
    },
  }
}

/** Where something of a run is lost, the run is: what comes after a failure fails too. */
function keepFailure() {
  let failure: unknown
  return {
    validateNone: () => {
      if (failure !== undefined) throw failure
    },
    or: async <T>(work: Promise<T>): Promise<T> => {
      try {
        return await work
      } catch (error) {
        failure ??= error
        throw error
      }
    },
  }
}

/** Says that there was a run into the prefix, whatever becomes of its objects: a spool may be emptied. */
const markName = '_sf-extract.json'

const json = 'application/json'

function renderJson(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`)
}

/** `s3://bucket/pre/fix`: the prefix has a slash at its end where there is one. */
function splitPlace(location: string): { bucket: string; prefix: string } {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(location) ?? []
  return { bucket, prefix: path === '' ? '' : `${path}/` }
}
