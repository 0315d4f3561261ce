import { renderRcFile } from './rc-file.js'
import { renderDefault, renderValue } from './setting-text.js'
import { connectorSettings, datasourceSettings, extractSettings, syncSettings } from './settings.js'

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
function renderAnswers({ domain, clientId, clientSecret, standardObjects, customObjects = [] }: FirstFileAnswers) {
  const hasCustom = customObjects.length > 0
  const { client_id: idRow, client_secret: secretRow } = connectorSettings
  return {
    domain: renderValue(domain),
    client_id: clientId === undefined ? `$[[env.${idRow.variable}]]` : renderValue(clientId),
    client_secret: clientSecret === undefined ? `$[[env.${secretRow.variable}]]` : renderValue(clientSecret),
    standard_objects_to_sync: standardObjects === undefined ? undefined : renderValue(standardObjects),
    sync_custom_objects: hasCustom ? 'true' : undefined,
    custom_objects_to_sync: hasCustom ? renderValue(customObjects) : undefined,
  }
}

const rcHeading = ['Settings of sf-extract. Check them with `sf-extract check`, then run `sf-extract sync`.']

function renderCocoFile(values: ReturnType<typeof renderAnswers>, name: string): string {
  const { standard_objects_to_sync: standard, sync_custom_objects: isCustom, custom_objects_to_sync: custom } = values
  const rows = datasourceSettings
  return `# Settings of sf-extract, in the form of the Coco server.
# Check them with \`sf-extract check\`, then run \`sf-extract sync\`.
# All settings are listed in .salesforcerc.example of the package.

connector:
  - id: salesforce
    name: Salesforce Connector
    processor: { enabled: true, name: salesforce }
    config:
      # Your org's My Domain: Setup > My Domain
      domain: ${values.domain}
      # Consumer Key and Consumer Secret of the app: Setup > External Client App Manager > your app > Settings
      client_id: ${values.client_id}
      client_secret: ${values.client_secret}

datasource:
  - name: ${renderValue(name)}
    type: connector
    enabled: true
    connector:
      id: salesforce
      config:
        standard_objects_to_sync: ${standard ?? renderDefault(rows.standard_objects_to_sync)}
        # Custom objects: switch them on and name them, or ["*"] for all
        sync_custom_objects: ${isCustom ?? renderDefault(rows.sync_custom_objects)}
        custom_objects_to_sync: ${custom ?? renderDefault(rows.custom_objects_to_sync)}
    sync:
      enabled: true
      # How often the Coco server syncs; \`sf-extract sync\` runs once, when it is called
      interval: ${syncSettings.interval.example}
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
  state: ${renderDefault(extractSettings.state)}
  # Most calls under way at once
  concurrency: ${renderDefault(extractSettings.concurrency)}
`
