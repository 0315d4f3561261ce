import { expect, test } from 'vitest'
import { parseListenAddress, renderAddress } from '../../../src/dispatcher/http/listen-address.js'

test.each([
  ['9108', { host: '127.0.0.1', port: 9108, isLoopback: true }, 'http://127.0.0.1:9108/'],
  ['127.0.0.1:9108', { host: '127.0.0.1', port: 9108, isLoopback: true }, 'http://127.0.0.1:9108/'],
  ['127.8.9.1:1', { host: '127.8.9.1', port: 1, isLoopback: true }, 'http://127.8.9.1:1/'],
  ['localhost:0', { host: 'localhost', port: 0, isLoopback: true }, 'http://localhost:0/'],
  ['[::1]:9108', { host: '::1', port: 9108, isLoopback: true }, 'http://[::1]:9108/'],
  ['[::]:9108', { host: '::', port: 9108, isLoopback: false }, 'http://[::]:9108/'],
  ['0.0.0.0:9108', { host: '0.0.0.0', port: 9108, isLoopback: false }, 'http://0.0.0.0:9108/'],
  [
    'monitor.example:65535',
    { host: 'monitor.example', port: 65_535, isLoopback: false },
    'http://monitor.example:65535/',
  ],
])('%s is an address to listen on', (text, address, url) => {
  expect(parseListenAddress(text)).toEqual(address)
  expect(renderAddress(address)).toBe(url)
})

test.each([
  '',
  ':9108',
  '::1:9108',
  '127.0.0.1',
  '127.0.0.1:',
  '127.0.0.1:65536',
  '[127.0.0.1]:1',
  'http://a:1',
  'a b:1',
  '-1',
])('"%s" is none', (text) => {
  expect(() => parseListenAddress(text)).toThrow(/--listen takes an address such as 127\.0\.0\.1:9108/)
})
