import { expect, it } from 'vitest';

import { haveSamePort } from './have-same-port.ts';

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['localhost', '127.0.0.1'],
  ['localhost', '::1'],
  ['LOCALHOST', 'localhost'],
  ['0.0.0.0', '127.0.0.1'],
  ['0.0.0.0', 'localhost'],
  ['0.0.0.0', 'gateway.example.org'],
  ['::', '127.0.0.1'],
  ['::', '::1'],
  ['0.0.0.0', '::'],
  ['::1', '0:0:0:0:0:0:0:1'],
])('%s and %s cannot both listen on a port', (first, second) => {
  expect(haveSamePort({ host: first, port: 1 }, { host: second, port: 1 })).toBe(true);
  expect(haveSamePort({ host: second, port: 1 }, { host: first, port: 1 })).toBe(true);
  expect(haveSamePort({ host: first, port: 0 }, { host: second, port: 0 })).toBe(false);
  expect(haveSamePort({ host: first, port: 1 }, { host: second, port: 2 })).toBe(false);
});

it.each([
  ['127.0.0.1', '127.0.0.2'],
  ['127.0.0.1', '::1'],
  ['0.0.0.0', '::1'],
  ['a.example.org', 'b.example.org'],
])('%s and %s can both listen on a port', (first, second) => {
  expect(haveSamePort({ host: first, port: 1 }, { host: second, port: 1 })).toBe(false);
  expect(haveSamePort({ host: second, port: 1 }, { host: first, port: 1 })).toBe(false);
});
