import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openEvents } from '../../../src/dispatcher/http/events.js'
import { openManualClock } from '../../support/manual-clock.js'
import { crm, objectReport } from '../../support/reported-runs.js'
import { openWatchedServer } from '../../support/status-server.js'

/** One who watches, and what was heard so far. */
function watch(port: number) {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => {})
  let text = ''
  const waiting: (() => void)[] = []
  socket.on('data', (data) => {
    text += data.toString()
    for (const wake of waiting.splice(0)) wake()
  })
  socket.write('GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n')
  return {
    socket,
    text: () => text,
    heard: async (part: string) => {
      while (!text.includes(part)) await new Promise<void>((resolve) => waiting.push(resolve))
    },
  }
}

describe('a watcher', () => {
  test('is told at once, then once a second at most what has changed, and a word where nothing has', async () => {
    const { port, choose, run, clock } = await openWatchedServer()
    choose(crm)
    const { heard, text } = watch(port)
    await heard('"name":"CRM"')
    expect(text()).toContain('content-type: text/event-stream')
    for (let round = 1; round <= 50; round += 1) run([objectReport('Account', { written: round })], { seconds: 0 })
    clock.advance(1000)
    await heard('"written":50')
    expect(text().match(/event: status/g)).toHaveLength(2)
    clock.advance(15_000)
    await heard(': still here')
  })

  test('is let go when the server closes', async () => {
    const { port, choose, server } = await openWatchedServer()
    choose(crm)
    const { socket, heard } = watch(port)
    await heard('"name":"CRM"')
    const ended = once(socket, 'close')
    await server.close()
    expect(await ended).toBeDefined()
  })

  test('who does not take what it is told has one message waiting, and is dropped after half a minute', async () => {
    const clock = openManualClock()
    // More than the system takes for it on the way.
    const json = JSON.stringify('x'.repeat(16_000_000))
    let renderings = 0
    const render = () => {
      renderings += 1
      return json
    }
    const changes = new EventEmitter()
    const subscribe = (changed: () => void) => {
      changes.on('change', changed)
      return () => changes.off('change', changed)
    }
    const events = openEvents({ clock, render, subscribe })
    const server = createServer((_request, response) => void events.add(response)).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const { socket, heard } = watch((server.address() as AddressInfo).port)
    await heard('event: status')
    socket.pause()
    for (let second = 0; second < 29; second += 1) {
      changes.emit('change')
      clock.advance(1000)
    }
    expect(renderings).toBe(1)
    expect(socket.destroyed).toBe(false)
    clock.advance(1000)
    socket.resume()
    await once(socket, 'close')
    events.close()
  })
})

test('there are no more watchers than are good for a dispatcher', () => {
  const clock = openManualClock()
  const events = openEvents({ clock, render: () => '{}', subscribe: () => () => {} })
  const response = { on: () => response, writeHead: () => response, write: () => true, end: () => response }
  const added = Array.from({ length: 33 }, () => events.add(response as never))
  expect(added.filter(Boolean)).toHaveLength(32)
  expect(added.at(-1)).toBe(false)
  events.close()
})
