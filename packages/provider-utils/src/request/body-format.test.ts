import { describe, expect, it } from 'vitest';

import { chooseFormat, detectKind } from './body-format.ts';
import type { BodyFormat, BodyKind } from './body-format.ts';

describe('detectKind', () => {
  it.each<[string, BodyKind | undefined]>([
    ['data: {}', 'event-stream'],
    ['data\n', 'event-stream'],
    [': ping', 'event-stream'],
    ['\r\n\r\nevent: a', 'event-stream'],
    ['id:1', 'event-stream'],
    ['retry: 5', 'event-stream'],
    ['ï»¿data:', 'event-stream'],
    ['  {"a"', 'json'],
    ['[1', 'json'],
    ['\n<!doctype html>', 'html'],
    ['It works!', 'other'],
    ['database', 'other'],
    ['7', 'other'],
    ['"error": {}', 'other'],
    ['', undefined],
    [' \n', undefined],
    ['ï»', undefined],
    ['dat', undefined],
    ['data', undefined],
    ['retr', undefined],
  ])('of %j is %s', (head, kind) => {
    expect(detectKind(head)).toBe(kind);
  });
});

describe('chooseFormat', () => {
  const both: readonly BodyFormat[] = ['event-stream', 'json'];

  it.each<[BodyKind, string | undefined, readonly BodyFormat[], BodyFormat | undefined]>([
    ['event-stream', 'application/json', both, 'event-stream'],
    ['event-stream', undefined, ['json'], undefined],
    ['json', 'text/event-stream', both, 'json'],
    ['json', 'text/html', ['json'], 'json'],
    ['json', 'text/plain', ['json-lines'], 'json-lines'],
    ['json', 'application/json', ['json-lines', 'json'], 'json'],
    ['json', 'application/x-ndjson', ['json-lines', 'json'], 'json-lines'],
    ['json', 'application/json', ['event-stream'], undefined],
    ['html', 'application/json', both, undefined],
    ['other', 'text/event-stream', both, 'event-stream'],
    ['other', 'application/json', both, 'json'],
    ['other', 'text/html', ['json'], undefined],
    ['other', 'text/plain', ['json', 'event-stream'], 'json'],
    ['other', 'text/plain', both, undefined],
    ['other', undefined, ['event-stream'], undefined],
  ])('of %s with %s is one of %j: %s', (kind, type, expected, format) => {
    expect(chooseFormat(kind, type, expected)).toBe(format);
  });
});
