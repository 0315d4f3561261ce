import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { commands } from '../../src/cli/commands.js'

const read = (name: string) => readFileSync(`examples/${name}`, 'utf8')

interface Container {
  args: string[]
  image: string
  envFrom: { secretRef: { name: string } }[]
}
interface Resource {
  kind: string
  metadata: { name: string }
  spec: {
    replicas?: number
    template?: { spec: { terminationGracePeriodSeconds: number; containers: Container[] } }
    scaleTargetRef?: { kind: string; name: string }
  }
}
interface Service {
  image: string
  build: { args: Record<'PACKAGES', string> }
  command: string[]
  volumes: string[]
  env_file: string
}

const resources = parseAllDocuments(read('kubernetes/queue.yml')).map((each) => each.toJS() as Resource)
const pods = resources.flatMap(({ spec }) => spec.template?.spec ?? [])
const compose = parse(read('compose/compose.yml'), { merge: true }) as {
  services: Record<string, Service>
  volumes: Record<string, null>
}
const { dispatcher, worker } = compose.services as Record<'dispatcher' | 'worker', Service>
const lines = [
  ...pods.flatMap(({ containers }) => containers.map(({ args }) => args)),
  dispatcher.command,
  worker.command,
]

describe('the examples of a queue', () => {
  test.each(lines.map((line) => [line.join(' '), line] as const))('sf-extract %s is known', async (_text, line) => {
    const [name, ...rest] = line
    const found = commands.find(({ usage }) => usage.split(' ')[0] === name)
    expect(found?.usage).toBeDefined()
    const command = new Command()
    ;(await found!.load()).register(command, () => async () => {})
    const known = new Set(command.options.map(({ long }) => long as string))
    expect(rest.filter((word) => word.startsWith('--') && !known.has(word))).toEqual([])
  })

  test('have one dispatcher, and workers that get the time to reach a checkpoint', () => {
    expect(resources.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Deployment sf-extract-dispatcher',
      'Deployment sf-extract-worker',
      'HorizontalPodAutoscaler sf-extract-worker',
    ])
    expect(resources[0]!.spec.replicas).toBe(1)
    expect(pods[1]!.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(60)
    expect(resources[2]!.spec.scaleTargetRef).toMatchObject({ kind: 'Deployment', name: 'sf-extract-worker' })
  })

  test('take one image, one secret, and what they mount', () => {
    const images = [...pods.flatMap(({ containers }) => containers), dispatcher, worker].map(({ image }) => image)
    expect(new Set(images)).toEqual(new Set(['sf-extract-queue']))
    expect(read('docker/Dockerfile')).toContain(`-t ${images[0]}`)
    const secrets = pods.flatMap(({ containers }) => containers.flatMap(({ envFrom }) => envFrom))
    expect(new Set(secrets.map(({ secretRef }) => secretRef.name))).toEqual(new Set(['sf-extract-queue']))
    expect([dispatcher.env_file, worker.env_file]).toEqual(['secrets.env', 'secrets.env'])
    const mounted = Object.values(compose.services).flatMap(({ volumes }) => volumes.map((each) => each.split(':')[0]!))
    expect(new Set(mounted.filter((name) => !name.startsWith('.')))).toEqual(new Set(Object.keys(compose.volumes)))
  })

  test('have the packages in their image that queue and state ask for', () => {
    const { peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      peerDependencies: Record<string, string>
    }
    const { PACKAGES } = dispatcher.build.args
    expect(read('docker/Dockerfile')).toContain(`--build-arg PACKAGES="${PACKAGES}"`)
    expect(read('docker/Dockerfile')).toMatch(/npm install .*\$\{PACKAGES\}/)
    expect(PACKAGES.split(' ').filter((name) => peerDependencies[name] === undefined)).toEqual([])
  })
})
