/** The status page: draws what the dispatcher has to show, and again when it says so. */
import type { PageData } from '../status/snapshot.js'
import { openCharts } from './charts.js'
import { connectors } from './connectors.js'
import { datasource } from './datasource.js'
import { el, patch } from './dom.js'
import { failures } from './failures.js'
import { header, headline } from './header.js'
import { fillTrees } from './tree.js'
import type { View } from './view.js'

const data = JSON.parse(document.getElementById('data')!.textContent) as PageData
const charts = openCharts()
let isHeard = true
/** By how much the dispatcher's clock is ahead of this machine's. */
let aheadMs = Date.parse(data.status.at) - Date.now()

function draw(): void {
  const nowMs = data.isLive ? Date.now() + aheadMs : Date.parse(data.status.at)
  const view: View = { ...data, nowMs, isHeard }
  document.title = `${headline(data.status)} · sf-extract`
  patch(document.getElementById('head')!, header(view))
  patch(
    document.getElementById('main')!,
    el(
      'main',
      { id: 'main', tabindex: '-1' },
      failures(view),
      ...data.status.datasources.map((each) => datasource(each, view)),
      connectors(view),
    ),
  )
  fillTrees(view)
  charts.draw(view)
}

function listen(): void {
  const events = new EventSource('/events')
  events.addEventListener('status', ({ data: text }: MessageEvent<string>) => {
    data.status = JSON.parse(text) as PageData['status']
    aheadMs = Date.parse(data.status.at) - Date.now()
    isHeard = true
    draw()
  })
  events.addEventListener('error', () => {
    isHeard = false
    draw()
  })
}

draw()
window.addEventListener('resize', draw)
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw)
if (data.isLive) {
  listen()
  setInterval(draw, 5000)
}
