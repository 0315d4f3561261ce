import type { Connector } from '../config-types.js'
import { addProblem } from '../problems.js'
import type { ReadContext } from '../read-context.js'
import { resolveGiven } from '../sources/given-path.js'
import type { Layer } from '../sources/layers.js'
import type { Section } from './read-section.js'

type Way = Pick<Connector, 'proxy' | 'caFile' | 'clientCert' | 'clientKey'>

/**
 * How the org is reached: a proxy that is named as nothing is none, unlike one that isn't named; paths are absolute. A
 * key without its certificate is a problem.
 */
export function readWay(values: Way, section: Section, layers: Layer[], { bases, problems }: ReadContext): Way {
  const { proxy, caFile, clientCert, clientKey } = values
  const resolve = (key: string, given: string | undefined) =>
    given === undefined ? undefined : resolveGiven(key, given, bases, layers)
  if (clientKey !== undefined && clientCert === undefined) {
    addProblem(problems, section.pathOf('client_key'), 'needs client_cert, the certificate it is the key of')
  }
  return {
    ...(proxy !== undefined || 'proxy' in section.values ? { proxy: proxy ?? '' } : {}),
    ...(caFile && { caFile: resolve('ca_file', caFile)! }),
    ...(clientCert && { clientCert: resolve('client_cert', clientCert)! }),
    ...(clientKey && { clientKey: resolve('client_key', clientKey)! }),
  }
}
