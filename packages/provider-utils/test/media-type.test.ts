import { describe, expect, it } from 'vitest';

import { mediaType } from '../src/index.ts';
import { createHeaders } from './create-response.ts';

describe('mediaType', () => {
  it.each([
    ['text/event-stream', 'text/event-stream'],
    ['Text/Event-Stream;charset=utf-8', 'text/event-stream'],
    [' application/json ; a=b', 'application/json'],
    ['', ''],
  ])('of %j is %j', (value, expected) => {
    expect(mediaType(createHeaders({ 'content-type': value }))).toBe(expected);
  });

  it('is undefined without the header', () => {
    expect(mediaType(createHeaders({}))).toBeUndefined();
  });
});
