import uPlot from 'uplot'
import { keyOf } from '../status/key-of.js'
import type { View } from './view.js'
import { clockTime, count } from './words.js'

/** Draws the charts into the places the page has for them, anew where figures, width or colours have changed. */
export function openCharts(): { draw(view: View): void } {
  const drawn = new Map<string, { signature: string; chart: uPlot }>()
  return {
    draw(view) {
      const places = new Map(
        [...document.querySelectorAll<HTMLElement>('.chart')].map((each) => [each.dataset['kept']!, each]),
      )
      for (const [name, { chart }] of drawn) {
        if (places.get(name)?.firstChild) continue
        chart.destroy()
        drawn.delete(name)
      }
      for (const figures of figuresOf(view)) {
        const place = places.get(figures.name)
        if (place === undefined || place.clientWidth === 0) continue
        const signature = JSON.stringify([figures, place.clientWidth, color('--text')])
        const before = drawn.get(figures.name)
        if (before?.signature === signature) continue
        before?.chart.destroy()
        place.setAttribute('aria-label', figures.label)
        drawn.set(figures.name, { signature, chart: drawInto(place, figures) })
      }
    },
  }
}

interface Figures {
  name: string
  /** What it shows, for who can't see it. */
  label: string
  kind: 'bars' | 'line'
  /** Seconds since 1970, then the values of each series. */
  data: [number[], (number | null)[], (number | null)[]]
  top: number
}

const barSeconds = 900
const daySeconds = 86_400

function figuresOf({ status, nowMs }: View): Figures[] {
  const endSeconds = Math.floor(nowMs / 1000 / barSeconds) * barSeconds
  const rows = status.datasources.map((each) => rowsOf(`rows ${keyOf(each)}`, each.rows, endSeconds))
  const calls = status.connectors.flatMap(({ id, quota, reserve = 0, used }) =>
    quota === undefined
      ? []
      : [callsOf(`calls ${id}`, used, { budget: quota.max - reserve, top: quota.max, endSeconds })],
  )
  return [...rows, ...calls]
}

/** Quarters of an hour: five minutes would be a hair each. */
function rowsOf(name: string, rows: [number, number, number][], endSeconds: number): Figures {
  const times = Array.from(
    { length: daySeconds / barSeconds },
    (_, index) => endSeconds - daySeconds + (index + 1) * barSeconds,
  )
  const written = times.map(() => 0)
  const deleted = times.map(() => 0)
  for (const [startMs, more, less] of rows) {
    const index = Math.floor((startMs / 1000 - times[0]!) / barSeconds)
    if (index < 0 || index >= times.length) continue
    written[index]! += more
    deleted[index]! += less
  }
  const most = Math.max(...written, ...deleted)
  const peak =
    most === 0
      ? ''
      : `; most in a quarter of an hour: ${count(most)}, at ${clockTime(times[Math.max(written.indexOf(most), deleted.indexOf(most))]! * 1000, endSeconds * 1000)}`
  const label = `Rows over the last 24 hours: ${sumOf(written)} written, ${sumOf(deleted)} deleted${peak}`
  return { name, label, kind: 'bars', data: [times, written, deleted], top: Math.max(4, most * 1.1) }
}

function callsOf(
  name: string,
  used: [number, number][],
  { budget, top, endSeconds }: { budget: number; top: number; endSeconds: number },
): Figures {
  const [first, last] = [endSeconds - daySeconds, endSeconds + barSeconds]
  const times = [first, ...used.map(([startMs]) => startMs / 1000), last]
  const values = [null, ...used.map(([, value]) => value), used.at(-1)?.[1] ?? null]
  const label = `API calls over the last 24 hours: ${count(used.at(-1)?.[1] ?? 0)} used, ${count(budget)} may be`
  return { name, label, kind: 'line', data: [times, values, times.map(() => budget)], top }
}

function drawInto(place: HTMLElement, { kind, data, top }: Figures): uPlot {
  const [written, deleted, line, muted] = ['--written', '--deleted', '--line', '--muted'].map(color)
  const [first, last] = [data[0][0]!, data[0].at(-1)!]
  const font = '12px system-ui, sans-serif'
  const axis = { stroke: muted, font, ticks: { show: false }, grid: { stroke: line, width: 1 } }
  const series: uPlot.Series[] =
    kind === 'bars'
      ? [
          { fill: written, width: 0, paths: bars(0.8), points: { show: false } },
          { fill: deleted, width: 0, paths: bars(0.4), points: { show: false } },
        ]
      : [
          { stroke: written, width: 2, paths: uPlot.paths.stepped!({ align: 1 }), points: { show: false } },
          { stroke: color('--strong-line'), width: 1, dash: [5, 4], points: { show: false } },
        ]
  const options: uPlot.Options = {
    width: place.clientWidth,
    height: 144,
    padding: [10, 18, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    scales: { x: { time: true, range: [first, last + barSeconds] }, y: { range: [0, top] } },
    axes: [
      { ...axis, grid: { show: false }, size: 26, space: 70, values: (_, ticks) => ticks.map((tick) => hour(tick)) },
      {
        ...axis,
        size: 52,
        space: 34,
        values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? short(tick) : '')),
      },
    ],
    series: [{}, ...series],
  }
  return new uPlot(options, data, place)
}

function bars(width: number) {
  return uPlot.paths.bars!({ size: [width, 14], align: 1 })
}

function sumOf(values: number[]): string {
  return count(values.reduce((total, value) => total + value, 0))
}

function hour(seconds: number): string {
  return new Date(seconds * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}

/** `1.5k`, `2M`. */
function short(value: number): string {
  if (value < 10_000) return count(value)
  return value < 1_000_000 ? `${Number((value / 1000).toFixed(1))}k` : `${Number((value / 1_000_000).toFixed(1))}M`
}

function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}
