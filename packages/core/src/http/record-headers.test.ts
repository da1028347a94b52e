import { describe, expect, it } from 'vitest';

import { RecordHeaders } from './record-headers.ts';

describe('RecordHeaders', () => {
  it('returns headers by name', () => {
    const headers = new RecordHeaders({ 'retry-after': '5', absent: undefined });
    expect(headers.get('retry-after')).toBe('5');
    expect(headers.get('absent')).toBeUndefined();
    expect(headers.getAll('retry-after')).toEqual(['5']);
    expect(headers.getAll('absent')).toEqual([]);
    expect(headers.names()).toEqual(['retry-after']);
  });

  it('joins the values of a repeated header', () => {
    const headers = new RecordHeaders({ 'set-cookie': ['a=1', 'b=2'] });
    expect(headers.get('set-cookie')).toBe('a=1, b=2');
    expect(headers.getAll('set-cookie')).toEqual(['a=1', 'b=2']);
  });

  it.each(['__proto__', 'constructor', 'tostring'])('has no header %s', (name) => {
    expect(new RecordHeaders({}).get(name)).toBeUndefined();
    expect(new RecordHeaders({}).getAll(name)).toEqual([]);
  });
});
