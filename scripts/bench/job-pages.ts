import { gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'

/** Sends a call to the embedded org, and gives its answer as text. */
export type Forward = (path: string, request: { method: string; body?: string }) => Promise<string>

export interface JobAnswer {
  status: number
  packed: Buffer
  headers?: Record<string, string>
}

/** Query jobs of any number of rows, made from those of the embedded org; every page of results is made, and packed, once. */
export class JobPages {
  private header = ''
  private lines: { before: string; after: string }[] = []
  private readonly pages = new Map<string, Buffer>()

  constructor(
    private readonly rowCount: number,
    private readonly buildId: (sequence: number) => string,
  ) {}

  /** Undefined for a call that is none of a job's. */
  async answer(path: string, method: string, body: string, forward: Forward): Promise<JobAnswer | undefined> {
    const url = new URL(path, 'http://org')
    const [, id, isResults] = /\/jobs\/query(?:\/(\w+)(\/results)?)?$/.exec(url.pathname) ?? []
    if (!url.pathname.includes('/jobs/query')) return undefined
    if (id === undefined) return { status: 200, packed: gzipSync(await this.create(path, body, forward)) }
    if (method === 'DELETE') return { status: 204, packed: gzipSync('') }
    if (isResults === undefined) {
      const state = { id, state: 'JobComplete', numberRecordsProcessed: this.rowCount }
      return { status: 200, packed: gzipSync(JSON.stringify(state)) }
    }
    return this.readPage(Number(url.searchParams.get('locator') ?? 0), Number(url.searchParams.get('maxRecords')))
  }

  private async create(path: string, body: string, forward: Forward): Promise<string> {
    const job = await forward(path, { method: 'POST', body })
    const address = `${path}/${(JSON.parse(job) as { id: string }).id}`
    while (this.lines.length === 0) {
      const { state } = JSON.parse(await forward(address, { method: 'GET' })) as { state: string }
      if (state === 'JobComplete') this.readTemplate(await forward(`${address}/results`, { method: 'GET' }))
    }
    return job
  }

  private readTemplate(csv: string): void {
    const [header, ...records] = parse(csv, { raw: true, relax_column_count: true }) as unknown as {
      record: string[]
      raw: string
    }[]
    this.header = header!.raw
    const at = header!.record.indexOf('Id')
    this.lines = records.map(({ record, raw }) => {
      const [before = '', ...after] = raw.split(`"${record[at]!}"`)
      return { before, after: after.join(`"${record[at]!}"`) }
    })
  }

  private readPage(start: number, mostRows: number): JobAnswer {
    const end = Math.min(start + mostRows, this.rowCount)
    const key = `${start}-${end}`
    const packed = this.pages.get(key) ?? gzipSync(this.renderPage(start, end), { level: 1 })
    this.pages.set(key, packed)
    const headers = {
      'Content-Type': 'text/csv',
      'Sforce-NumberOfRecords': String(end - start),
      'Sforce-Locator': end < this.rowCount ? String(end) : 'null',
    }
    return { status: 200, packed, headers }
  }

  private renderPage(start: number, end: number): string {
    let text = this.header
    for (let row = start; row < end; row++) {
      const { before, after } = this.lines[row % this.lines.length]!
      text += `${before}"${this.buildId(row)}"${after}`
    }
    return text
  }
}
