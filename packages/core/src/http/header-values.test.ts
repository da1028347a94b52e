import { describe, expect, it } from 'vitest';

import { findUnsendable, mediaType, RecordHeaders } from './header-values.ts';

describe('the headers of an answer', () => {
  it('are found by their names', () => {
    const headers = new RecordHeaders({ 'retry-after': '5', absent: undefined });
    expect(headers.get('retry-after')).toBe('5');
    expect(headers.get('absent')).toBeUndefined();
    expect(headers.getAll('retry-after')).toEqual(['5']);
    expect(headers.getAll('absent')).toEqual([]);
    expect(headers.names()).toEqual(['retry-after']);
  });

  it('are joined where one came several times', () => {
    const headers = new RecordHeaders({ 'set-cookie': ['a=1', 'b=2'] });
    expect(headers.get('set-cookie')).toBe('a=1, b=2');
    expect(headers.getAll('set-cookie')).toEqual(['a=1', 'b=2']);
  });

  it.each(['__proto__', 'constructor', 'tostring'])('know nothing of %s', (name) => {
    expect(new RecordHeaders({}).get(name)).toBeUndefined();
    expect(new RecordHeaders({}).getAll(name)).toEqual([]);
  });
});

describe('a header that is sent', () => {
  it('may hold tabs, blanks, and the upper half of Latin-1', () => {
    expect(findUnsendable({ 'x-a': 'a\tb c', 'x-b': 'é\xFF', 'x-c': '' })).toBeUndefined();
  });

  it.each(['\n', '\r', '\0', '\x1F', '\x7F', '\u0100', '\u2028', '😀'])(
    'may not hold %j',
    (character) => {
      expect(findUnsendable({ 'x-key': `value${character}` })).toBe('x-key');
    },
  );
});

describe('headers that are sent', () => {
  it('are told by the name of the one that may not be', () => {
    expect(findUnsendable({ 'x-a': 'a', 'x b': 'b' })).toBe('x b');
    expect(findUnsendable({ 'x-a': 'a', '': 'b' })).toBe('');
    expect(findUnsendable({})).toBeUndefined();
  });
});

describe('a media type', () => {
  it.each([
    ['text/event-stream', 'text/event-stream'],
    ['Text/Event-Stream;charset=utf-8', 'text/event-stream'],
    [' application/json ; a=b', 'application/json'],
    ['', ''],
  ])('of %j is %j', (value, expected) => {
    expect(mediaType(new RecordHeaders({ 'content-type': value }))).toBe(expected);
  });

  it('is undefined without the header', () => {
    expect(mediaType(new RecordHeaders({}))).toBeUndefined();
  });
});
