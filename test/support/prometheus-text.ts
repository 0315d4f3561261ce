/** A sample of Prometheus' text format. */
export interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

/**
 * The samples of a text. Throws where a line is not of the format, a sample has no HELP and TYPE before it, or one
 * stands twice (Prometheus, "Exposition formats", text format 0.0.4).
 */
export function parsePrometheusText(text: string): Sample[] {
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  const types = new Map<string, string>()
  const helped = new Set<string>()
  const samples: Sample[] = []
  const seen = new Set<string>()
  for (const line of text.split('\n')) {
    if (line === '') continue
    const [, kind, about = '', rest = ''] = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.*)$/.exec(line) ?? []
    if (kind === 'HELP') helped.add(about)
    else if (kind === 'TYPE') types.set(about, rest)
    else {
      const sample = parseSample(line)
      const family = types.has(sample.name) ? sample.name : sample.name.replace(/_(?:bucket|sum|count)$/, '')
      if (!types.has(family) || !helped.has(family)) throw new Error(`${sample.name} has no TYPE or no HELP`)
      const series = JSON.stringify([sample.name, Object.entries(sample.labels).toSorted()])
      if (seen.has(series)) throw new Error(`${series} stands twice`)
      seen.add(series)
      samples.push(sample)
    }
  }
  return samples
}

function parseSample(line: string): Sample {
  const [, name, inner = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
  const number = value === '+Inf' ? Infinity : Number(value)
  if (name === undefined || Number.isNaN(number)) throw new Error(`no sample: ${line}`)
  const labels: Record<string, string> = {}
  let at = 0
  for (const pair of inner.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/gy)) {
    labels[pair[1]!] = pair[2]!.replaceAll(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char))
    at += pair[0].length
  }
  if (at !== inner.length) throw new Error(`no labels: ${inner}`)
  return { name, labels, value: number }
}

/** The value of the one sample of a name with these labels among its own; undefined where there is none. */
export function valueOf(samples: Sample[], name: string, labels: Record<string, string> = {}): number | undefined {
  const fits = (sample: Sample) =>
    sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value)
  return samples.find(fits)?.value
}
