/** A bucket, each of its calls tried until it is taken, through the package @aws-sdk/client-s3. */
import type { S3Client } from '@aws-sdk/client-s3'
import { loadOptional } from '../../../errors/optional-package.js'
import { openPatience, type PatienceOptions } from '../patience.js'
import type { TargetContext, TargetPlace } from '../target.js'
import { buildS3Config } from './client-config.js'
import { readS3Failure, statusOf } from './failure.js'

export interface Bucket {
  put(key: string, body: Buffer, contentType: string): Promise<void>
  /** Begins an upload in parts; gives its id. */
  begin(key: string, contentType: string): Promise<string>
  /** Parts count from 1; gives what the end has to name the part by. */
  putPart(upload: Upload, number: number, body: Buffer): Promise<string>
  /** Makes an object of the parts. */
  complete(upload: Upload, tags: string[]): Promise<void>
  /** Takes back what was not completed; a failure is nobody's. */
  abort(upload: Upload): Promise<void>
  /** Whether there is such an object; asked once, throws the package's error. */
  has(key: string): Promise<boolean>
  /** Whether it is there, and may be used. */
  look(): Promise<void>
  close(): void
}

export interface Upload {
  key: string
  id: string
}

/** Throws CONFIG_INVALID where the package is not installed. What the calls throw is TARGET_FAILED or INTERRUPTED. */
export async function openBucket(place: TargetPlace, bucket: string, context: TargetContext): Promise<Bucket> {
  const { name } = place
  // Which Node it will need next year is nothing that a run's log has to say.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  const s3 = await loadOptional(() => import('@aws-sdk/client-s3'), { name: '@aws-sdk/client-s3', user: name })
  const client: S3Client = new s3.S3Client(await buildS3Config(place, bucket, context))
  const call = openCalls({ ...context, name })
  const has = (Key: string) => hasObject(() => client.send(new s3.HeadObjectCommand({ Bucket: bucket, Key })))
  return {
    put: async (Key, Body, ContentType) => {
      await call(() => client.send(new s3.PutObjectCommand({ Bucket: bucket, Key, Body, ContentType })))
    },
    begin: async (Key, ContentType) => {
      const request = { Bucket: bucket, Key, ContentType }
      return (await call(() => client.send(new s3.CreateMultipartUploadCommand(request)))).UploadId!
    },
    putPart: async ({ key: Key, id: UploadId }, PartNumber, Body) => {
      const request = { Bucket: bucket, Key, UploadId, PartNumber, Body }
      return (await call(() => client.send(new s3.UploadPartCommand(request)))).ETag!
    },
    complete: async ({ key: Key, id: UploadId }, tags) => {
      const Parts = tags.map((ETag, at) => ({ ETag, PartNumber: at + 1 }))
      const request = { Bucket: bucket, Key, UploadId, MultipartUpload: { Parts } }
      await call(async () => {
        try {
          await client.send(new s3.CompleteMultipartUploadCommand(request))
        } catch (cause) {
          // Its answer was lost, and the upload is over: the object is there.
          if (statusOf(cause) === 404 && (await has(Key))) return
          throw cause
        }
      })
    },
    abort: async ({ key: Key, id: UploadId }) => {
      await client.send(new s3.AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId })).catch(() => {})
    },
    has,
    look: () => call(async () => void (await client.send(new s3.HeadBucketCommand({ Bucket: bucket })))),
    close: () => client.destroy(),
  }
}

/** Each call tried until it is taken. */
function openCalls(options: PatienceOptions): <T>(work: () => Promise<T>) => Promise<T> {
  return async (work) => {
    const waitFor = openPatience(options)
    for (;;) {
      try {
        return await work()
      } catch (cause) {
        await waitFor(readS3Failure(cause, options.name))
      }
    }
  }
}

async function hasObject(look: () => Promise<unknown>): Promise<boolean> {
  try {
    await look()
    return true
  } catch (cause) {
    if (statusOf(cause) === 404) return false
    throw cause
  }
}
