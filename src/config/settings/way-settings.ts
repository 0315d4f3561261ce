import { parseProxySetting } from '../proxy-address.js'
import { parsedBy, text } from '../values/setting-values.js'
import type { SettingTable } from './setting.js'

/** Among those of a connector: how its org is reached. */
export const waySettings = {
  proxy: {
    property: 'proxy',
    check: parsedBy(parseProxySetting),
    type: 'address, or empty',
    variable: 'SF_EXTRACT_PROXY',
    example: 'http://proxy.corp:3128',
    effect: 'The proxy to the org, instead of HTTPS_PROXY; an empty one ("") goes directly.',
  },
  ca_file: {
    property: 'caFile',
    check: text,
    type: 'file',
    variable: 'SF_EXTRACT_CA_FILE',
    example: '/etc/ssl/corp-ca.pem',
    effect: "Certificates (PEM) of authorities to trust besides the usual ones, such as a proxy's that inspects TLS.",
  },
  client_cert: {
    property: 'clientCert',
    check: text,
    type: 'file',
    variable: 'SF_EXTRACT_CLIENT_CERT',
    example: '/etc/sf-extract/client.pem',
    effect: 'Certificate (PEM, with its chain) to show the org, for mutual TLS.',
  },
  client_key: {
    property: 'clientKey',
    check: text,
    type: 'file',
    variable: 'SF_EXTRACT_CLIENT_KEY',
    example: '/etc/sf-extract/client.key',
    effect: 'Private key (PEM) of client_cert, where that file does not hold it too.',
  },
} as const satisfies SettingTable
