import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { startSandbox } from '../../src/sandbox/sandbox.js'
import { callCli } from '../support/call-cli.js'
import { listOutput } from '../support/output-files.js'
import { makeTempFolder } from '../support/temp-folder.js'

const files = readdirSync('examples', { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'))
const read = (name: string) => readFileSync(path.join('examples', name), 'utf8')
const manifests = ['deployment', 'cronjob', 'settings'].map((name) => `kubernetes/${name}.yml`)
const units = files.filter((name) => /^systemd\/.*\.(service|timer)$/.test(name))

interface Manifest {
  kind: string
  metadata: { name: string }
  data?: Record<string, string>
  spec?: Record<string, unknown>
}

interface PodSpec {
  securityContext: { runAsNonRoot: boolean; runAsUser: number }
  containers: { args: string[]; securityContext: object; volumeMounts: { name: string }[] }[]
  volumes: { name: string; configMap?: { name: string }; persistentVolumeClaim?: { claimName: string } }[]
}

const resources = manifests.flatMap((name) => parseAllDocuments(read(name)).map((each) => each.toJS() as Manifest))
const pods = resources.flatMap(({ spec }) => findPods(spec))

describe('the examples of services', () => {
  test.each(files.filter((name) => name.endsWith('.yml')))('%s is YAML', (name) => {
    const problems = parseAllDocuments(read(name)).flatMap(({ errors, warnings }) => [...errors, ...warnings])
    expect(problems).toEqual([])
  })

  test.each(units)('%s has only sections and keys that systemd has', (name) => {
    const known: Record<string, string[]> = {
      Unit: ['Description', 'Wants', 'After'],
      Service: serviceKeys,
      Timer: ['OnCalendar', 'Persistent'],
      Install: ['WantedBy'],
    }
    const unknown = Object.entries(parseUnit(read(name))).flatMap(([section, entries]) =>
      entries.filter(([key]) => !known[section]?.includes(key)).map(([key]) => `${section}.${key}`),
    )
    expect(unknown).toEqual([])
  })

  test('the timer starts a service there is', () => {
    const timers = units.filter((name) => name.endsWith('.timer'))
    expect(timers.map((name) => name.replace(/timer$/, 'service')).filter((name) => !units.includes(name))).toEqual([])
  })

  test('the Kubernetes ones name nothing that is not there, and run as nobody in particular', () => {
    expect(resources.map(({ kind }) => kind)).toEqual(['Deployment', 'CronJob', 'ConfigMap', 'PersistentVolumeClaim'])
    const names = (kind: string) => resources.filter((each) => each.kind === kind).map(({ metadata }) => metadata.name)
    expect(pods).toHaveLength(2)
    for (const { volumes, containers, securityContext } of pods) {
      expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 })
      const mounted = containers.flatMap(({ volumeMounts }) => volumeMounts.map(({ name }) => name))
      expect(mounted.toSorted()).toEqual(volumes.map(({ name }) => name).toSorted())
      expect(names('ConfigMap')).toEqual(volumes.flatMap(({ configMap }) => configMap?.name ?? []))
      const claims = volumes.flatMap(({ persistentVolumeClaim: claim }) => claim?.claimName ?? [])
      expect(names('PersistentVolumeClaim')).toEqual(claims)
    }
  })

  test('the image is not run by root, and starts what the compose file and the pod start', () => {
    const instructions = [...read('docker/Dockerfile').matchAll(/^([A-Z]+) (.*)$/gm)].map(([, name, rest]) => [
      name!,
      rest!,
    ])
    const last = (name: string) => instructions.findLast(([each]) => each === name)?.[1]
    expect(last('USER')).toBe('node')
    expect(JSON.parse(last('ENTRYPOINT')!)).toEqual(['sf-extract'])
    const command = JSON.parse(last('CMD')!) as string[]
    const listening = [...command, '--listen', '0.0.0.0:9108']
    expect(composeCommand()).toEqual(listening)
    expect(pods[0]!.containers[0]!.args).toEqual(listening)
  })

  test.each(commandLines())('sf-extract %s runs', async (line) => {
    const sandbox = await startSandbox({ records: 40 })
    onTestFinished(() => sandbox.close())
    sandbox.clock.advance(60_000)
    const folder = await makeTempFolder()
    await mkdir(path.join(folder, 'config'))
    const settings = resources.find(({ kind }) => kind === 'ConfigMap')!.data!['coco.yml']!
    const once = 'pipeline: [{ name: connector_dispatcher, keep_running: false }]\n'
    await writeFile(path.join(folder, 'config', 'coco.yml'), `${settings}${once}`)
    const env = {
      SF_CLIENT_ID: sandbox.clientId,
      SF_CLIENT_SECRET: sandbox.clientSecret,
      SF_EXTRACT_LISTEN_TOKEN: 'token-for-those-who-look',
      SF_EXTRACT_LOGIN_URL: sandbox.url,
      SF_EXTRACT_STATE: `file:${folder}/state`,
    }
    const args = line
      .split(' ')
      .map((word) =>
        word.replace(/^\/(config|etc\/sf-extract)\//, `${folder}/config/`).replace(/^[\d.]+:9108$/, '127.0.0.1:0'),
      )
    const placed = args.map((word) => word.replace(/^\/(data|var\/lib\/sf-extract)\//, `${folder}/`))
    const { code, stdout } = await callCli(placed, { cwd: folder, env })
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(await listOutput(path.join(folder, 'documents'))).not.toEqual([])
  })

  test('the Prometheus ones ask for metrics there are, and for all of them', () => {
    const { groups } = parse(read('prometheus/alerts.yml')) as { groups: { rules: { expr: string }[] }[] }
    const exprs = groups.flatMap(({ rules }) => rules.map(({ expr }) => expr))
    const named = exprs.flatMap((expr) => [...expr.matchAll(/\bsf_extract_\w+/g)].map(([name]) => name))
    const told = read('prometheus/alerts.yml').match(/\bsf_extract_\w+/g)!
    const bare = [...named, ...told].map((name) => name.replace(/_bucket$/, ''))
    expect([...new Set(bare)].toSorted()).toEqual(metrics.toSorted())
    expect(exprs.filter((expr) => expr.split('(').length !== expr.split(')').length)).toEqual([])
    const { rule_files: rules } = parse(read('prometheus/prometheus.yml')) as { rule_files: string[] }
    expect(rules.map((name) => `prometheus/${name}`).filter((name) => !files.includes(name))).toEqual([])
  })
})

const serviceKeys = [
  'Type',
  'User',
  'StateDirectory',
  'WorkingDirectory',
  'EnvironmentFile',
  'Environment',
  'ExecStart',
  'ExecReload',
  'TimeoutStopSec',
  'SuccessExitStatus',
  'Restart',
  'RestartSec',
  'RestartPreventExitStatus',
  'NoNewPrivileges',
  'PrivateTmp',
  'ProtectHome',
  'ProtectSystem',
]

const metrics = [
  'documents_written_total',
  'tombstones_written_total',
  'bytes_written_total',
  'api_calls_total',
  'quota_used',
  'quota_max',
  'retries_total',
  'lag_seconds',
  'run_duration_seconds',
  'failures_total',
  'last_success_timestamp_seconds',
].map((name) => `sf_extract_${name}`)

/** The sections of a unit file, each with its keys and values. */
function parseUnit(text: string): Record<string, [string, string][]> {
  const sections: Record<string, [string, string][]> = {}
  let current: [string, string][] = []
  for (const line of text.split('\n').filter((each) => each !== '' && !each.startsWith('#'))) {
    const [, section] = /^\[(\w+)\]$/.exec(line) ?? []
    const [, key, value] = /^(\w+)=(.+)$/.exec(line) ?? []
    if (section !== undefined) current = sections[section] = []
    else if (key !== undefined) current.push([key, value!])
    else throw new Error(`neither a section nor a key: ${line}`)
  }
  return sections
}

function findPods(spec: Record<string, unknown> = {}): PodSpec[] {
  if ('containers' in spec) return [spec as unknown as PodSpec]
  const inner = [spec['template'], spec['jobTemplate']].filter((each) => each !== undefined)
  return inner.flatMap((each) => findPods((each as { spec: Record<string, unknown> }).spec))
}

function composeCommand(): string[] {
  const { services } = parse(read('docker/compose.yml')) as { services: Record<string, { command: string[] }> }
  return services['sf-extract']!.command
}

/** What the examples say to sf-extract, each once. */
function commandLines(): string[] {
  const started = units.flatMap((name) => parseUnit(read(name))['Service'] ?? [])
  const ofUnits = started.flatMap(([key, value]) => (key === 'ExecStart' ? value.replace(/^.* sf-extract /, '') : []))
  const ofPods = pods.flatMap(({ containers }) => containers.map(({ args }) => args.join(' ')))
  return [...new Set([...ofUnits, ...ofPods, composeCommand().join(' ')])]
}
