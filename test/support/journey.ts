/** Journeys: the command line, run after run, against an embedded org over HTTP. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { LoggedRequest, LoggedSubrequest } from '../../src/sandbox/http/request-log.js'
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.js'
import type { Document, RunReport } from '../../src/terms.js'
import { callCli } from './call-cli.js'
import { openCliOrg, type CliOrg } from './cli-org.js'
import { listOutput, parseLines } from './output-files.js'
import { processTimeoutMs, runCli, startCli, type CliEnd, type RunningCli } from './run-cli.js'

export interface JourneyOptions extends SandboxOptions {
  /** What the rc file says, in YAML. */
  settings?: string
  /**
   * True where each `run` and `sync` is to be a process of its own; to start one is most of what a small run costs.
   * Those of `start` always are.
   */
  ownProcesses?: boolean
}

/** What a run of `sync` came to. */
export interface SyncEnd extends CliEnd {
  /** What it wrote: the lines of stdout, or of the files it added. */
  documents: Document[]
  report: RunReport
  /** What the org was asked meanwhile, logins and the parts of composite calls among it. */
  asked: Asked[]
}

/** A request, or a part of a composite one. */
export type Asked = Omit<LoggedRequest, 'subrequests'>

export interface Journey extends CliOrg {
  /** Writes the rc file anew. */
  configure(settings: string): Promise<void>
  /** One run to its end. It retries without waiting and asks for pages of 200 rows. */
  sync(...args: string[]): Promise<SyncEnd>
  /** The report of the last run that wrote one. */
  report(): Promise<RunReport>
  /** Moves the org's clock on. */
  pass(seconds: number): void
}

/** Children of a loaded machine take their time. */
export const unhurried = { timeout: processTimeoutMs }

/** An org, a folder with an rc file, and runs between them; all gone when the test ends. */
export async function openJourney({
  settings = '',
  ownProcesses = false,
  ...options
}: JourneyOptions = {}): Promise<Journey> {
  const org = await openCliOrg({ records: 0, pageSize: 200, ...options })
  const { sandbox, folder } = org
  const env = { ...org.env, SF_EXTRACT_RETRY_DELAY: '1ms', SF_EXTRACT_PAGE_SIZE: '200' }
  const runToEnd = ownProcesses ? runCli : callCli
  const configure = (text: string) => writeFile(path.join(folder, '.salesforcerc'), text)
  if (settings !== '') await configure(settings)
  // A run's windows end with the second it starts in: what the test wrote just now has to stand before that.
  const endSecond = () => sandbox.clock.advance(1_000)
  return {
    ...org,
    env,
    configure,
    report: () => loadReport(folder, { stderr: '' }),
    run(...args) {
      endSecond()
      return runToEnd(args, { cwd: folder, env })
    },
    start(...args) {
      endSecond()
      return startCli(args, { cwd: folder, env })
    },
    async sync(...args) {
      endSecond()
      const logged = sandbox.log.entries().length
      await rm(path.join(folder, 'report.json'), { force: true })
      const end = await runToEnd(['sync', '--report', 'report.json', ...args], { cwd: folder, env })
      const report = await loadReport(folder, end)
      const output = args.includes('--output') ? path.join(folder, args[args.indexOf('--output') + 1]!) : undefined
      const documents = output === undefined ? parseLines(end.stdout) : await loadDocuments(output, report.run)
      return { ...end, documents, report, asked: askedSince(sandbox, logged) }
    },
    pass: (seconds) => sandbox.clock.advance(seconds * 1000),
  }
}

/** The requests after the first `count`, each part of a composite one by itself, as large as its address. */
export function askedSince({ log }: Pick<Sandbox, 'log'>, count = 0): Asked[] {
  return log.entries().slice(count).flatMap(partsOf)
}

function partsOf(entry: LoggedRequest): Asked[] {
  return entry.subrequests?.map((part) => asRequest(entry, part)) ?? [entry]
}

function asRequest(entry: LoggedRequest, part: LoggedSubrequest): Asked {
  const bytes = Buffer.byteLength(part.url)
  return { ...entry, ...part, uriBytes: bytes, headBytes: bytes, responseBytes: 0 }
}

/** The statements on an sObject, in the order they were asked. */
export function statements(asked: Asked[], sobject?: string): string[] {
  const soqls = asked.flatMap(({ soql }) => soql ?? [])
  return sobject === undefined ? soqls : soqls.filter((soql) => outerFrom(soql) === sobject)
}

/** The statements that read an sObject's records, not its deletions. */
export function readings(asked: Asked[], sobject: string): string[] {
  return statements(asked, sobject).filter((soql) => !soql.startsWith('SELECT Id, IsDeleted, SystemModstamp'))
}

/** Calls back after each request the org has answered, for each part of a composite one by itself. */
export function onAnswer({ log }: Pick<Sandbox, 'log'>, heard: (entry: Asked) => void): void {
  const add = log.add.bind(log)
  log.add = (entry) => {
    add(entry)
    for (const part of partsOf(entry)) heard(part)
  }
}

/** Kills a run, as power would, after so many answers that fit; resolves when it has ended. */
export async function killAfter(
  count: number,
  { child, ended }: RunningCli,
  sandbox: Sandbox,
  fits: (entry: Asked) => boolean,
): Promise<CliEnd> {
  let seen = 0
  onAnswer(sandbox, (entry) => {
    if (fits(entry) && ++seen === count) child.kill('SIGKILL')
  })
  return ended
}

function outerFrom(soql: string): string | undefined {
  let flat = soql
  for (let before = ''; before !== flat;) {
    before = flat
    flat = flat.replaceAll(/\([^()]*\)/g, '')
  }
  return / FROM (\w+)/.exec(flat)?.[1]
}

/** The documents of a run's files, in the order of their names. */
async function loadDocuments(output: string, run: string): Promise<Document[]> {
  const names = (await listOutput(output)).filter((name) => path.basename(name).startsWith(`${run}-`))
  const texts = await Promise.all(names.map((name) => readFile(path.join(output, name), 'utf8')))
  return texts.flatMap(parseLines)
}

async function loadReport(folder: string, { stderr }: Pick<CliEnd, 'stderr'>): Promise<RunReport> {
  const text = await readFile(path.join(folder, 'report.json'), 'utf8').catch(() => undefined)
  if (text === undefined) throw new Error(`the run left no report: ${stderr}`)
  return JSON.parse(text) as RunReport
}
