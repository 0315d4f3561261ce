import type { S3ClientConfig } from '@aws-sdk/client-s3'
import { keepSecret } from '../../../errors/redact.js'
import type { TargetContext, TargetPlace } from '../target.js'

/** Keys and region of the environment are the run's; what is missing the package looks for where AWS has it. */
export async function buildS3Config(
  { login, region: ofAddress, endpoint: given }: TargetPlace,
  bucket: string,
  { env, way }: TargetContext,
): Promise<S3ClientConfig> {
  const endpoint = given ?? filled(env['AWS_ENDPOINT_URL_S3']) ?? filled(env['AWS_ENDPOINT_URL'])
  const ofEnvironment = ofAddress ?? filled(env['AWS_REGION']) ?? filled(env['AWS_DEFAULT_REGION'])
  const region = ofEnvironment ?? (endpoint === undefined ? undefined : 'us-east-1')
  const accessKeyId = login.user ?? filled(env['AWS_ACCESS_KEY_ID'])
  const secretAccessKey = login.password ?? filled(env['AWS_SECRET_ACCESS_KEY'])
  const sessionToken = login.user === undefined ? filled(env['AWS_SESSION_TOKEN']) : undefined
  for (const secret of [secretAccessKey, sessionToken]) if (secret !== undefined) keepSecret(secret)
  const agent = await way.agentTo(endpoint ?? `https://${bucket}.s3.${region ?? 'us-east-1'}.amazonaws.com`)
  return {
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : { credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) } }),
    requestHandler: {
      httpAgent: agent,
      httpsAgent: agent as never,
      connectionTimeout: 10_000,
      requestTimeout: 120_000,
    },
    // Tries are counted and waited for here.
    maxAttempts: 1,
    followRegionRedirects: true,
    // Other stores than Amazon's take neither.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    expectContinueHeader: false,
  }
}

function filled(text: string | undefined): string | undefined {
  return text?.trim() || undefined
}
