import { renderRcFile } from './rc-file.js'
import { renderValue } from './setting-text.js'

/** What `sf-extract init` has learned. */
export interface FirstFileAnswers {
  kind: 'coco' | 'rc'
  domain: string
  /** Absent: read from SF_EXTRACT_CLIENT_ID when the tool runs. */
  clientId?: string | undefined
  /** Absent: read from SF_EXTRACT_CLIENT_SECRET when the tool runs. */
  clientSecret?: string | undefined
  /** Absent: the six the tool syncs by default. */
  standardObjects?: string[] | undefined
  /** Absent or empty: none; `['*']` for all. */
  customObjects?: string[] | undefined
  /** For coco.yml: the name its documents carry as their source. */
  datasourceName?: string | undefined
}

export interface FirstFile {
  name: 'coco.yml' | '.salesforcerc'
  text: string
  /** 0600 where the file holds the secret itself. */
  mode: number
}

/** The commented file `sf-extract init` writes. */
export function renderFirstFile(answers: FirstFileAnswers): FirstFile {
  const values = renderAnswers(answers)
  const mode = answers.clientSecret === undefined ? 0o644 : 0o600
  if (answers.kind === 'rc') return { name: '.salesforcerc', text: renderRcFile(rcHeading, values), mode }
  return { name: 'coco.yml', text: renderCocoFile(values, answers.datasourceName ?? 'My Salesforce Data'), mode }
}

/** The settings the answers decide, as YAML; what the defaults say already is left to them. */
function renderAnswers({
  domain,
  clientId,
  clientSecret,
  standardObjects,
  customObjects = [],
}: FirstFileAnswers): Record<string, string> {
  return {
    domain: renderValue(domain),
    client_id: clientId === undefined ? '$[[env.SF_EXTRACT_CLIENT_ID]]' : renderValue(clientId),
    client_secret: clientSecret === undefined ? '$[[env.SF_EXTRACT_CLIENT_SECRET]]' : renderValue(clientSecret),
    ...(standardObjects === undefined ? {} : { standard_objects_to_sync: renderValue(standardObjects) }),
    ...(customObjects.length === 0
      ? {}
      : { sync_custom_objects: 'true', custom_objects_to_sync: renderValue(customObjects) }),
  }
}

const rcHeading = ['Settings of sf-extract. Check them with `sf-extract check`, then run `sf-extract sync`.']

function renderCocoFile(values: Record<string, string>, name: string): string {
  const { domain, client_id: clientId, client_secret: clientSecret, ...objects } = values
  const config = {
    standard_objects_to_sync: '[Account, Opportunity, Contact, Lead, Campaign, Case]',
    sync_custom_objects: 'false',
    custom_objects_to_sync: '[]',
    ...objects,
  }
  return `# Settings of sf-extract, in the form of the Coco server.
# Check them with \`sf-extract check\`, then run \`sf-extract sync\`.
# All settings are listed in .salesforcerc.example of the package.

connector:
  - id: salesforce
    name: Salesforce Connector
    processor: { enabled: true, name: salesforce }
    config:
      # Your org's My Domain: Setup > My Domain
      domain: ${domain}
      # Consumer Key and Consumer Secret of the connected app: Setup > App Manager
      client_id: ${clientId}
      client_secret: ${clientSecret}

datasource:
  - name: ${renderValue(name)}
    type: connector
    enabled: true
    connector:
      id: salesforce
      config:
        standard_objects_to_sync: ${config.standard_objects_to_sync}
        # Custom objects: switch them on and name them, or ["*"] for all
        sync_custom_objects: ${config.sync_custom_objects}
        custom_objects_to_sync: ${config.custom_objects_to_sync}
    sync:
      enabled: true
      # How often the Coco server syncs; \`sf-extract sync\` runs once, when it is called
      interval: 5m
${cocoMachinery}`
}

/** The dispatcher as the Coco server has it, and the tool's own section. */
const cocoMachinery = `
pipeline:
  - name: connector_dispatcher
    auto_start: true
    keep_running: true
    singleton: true
    retry_delay_in_ms: 10000
    processor:
      - connector_dispatcher:
          max_running_timeout_in_seconds: 1200

extract:
  # Where watermarks and the field cache are kept; the path counts from this file
  state: file:.sf-extract
  # Most calls under way at once
  concurrency: 4
`
