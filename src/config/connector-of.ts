import { ExtractError } from '../errors/extract-error.js'
import type { Config, Connector, Datasource } from './config-types.js'

/**
 * The connector of a datasource. Throws BUG for a datasource of another configuration: loadConfig gives none without.
 */
export function connectorOf({ connectors }: Pick<Config, 'connectors'>, { id, connectorId }: Datasource): Connector {
  const connector = connectors.find((each) => each.id === connectorId)
  if (connector === undefined) throw new ExtractError('BUG', `datasource ${id} has no connector ${connectorId}`)
  return connector
}
