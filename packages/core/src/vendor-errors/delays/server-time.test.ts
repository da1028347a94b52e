import { expect, it } from 'vitest';

import { readServerTime } from './server-time.ts';

const now = Date.UTC(2026, 0, 1, 12, 0, 0, 500);

function read(headers: Readonly<Record<string, string>>): number {
  return readServerTime((name) => headers[name], now);
}

it.each([
  ['Thu, 01 Jan 2026 11:00:00 GMT', Date.UTC(2026, 0, 1, 11)],
  [' thu, 01 jan 2026 13:00:00 gmt ', Date.UTC(2026, 0, 1, 13)],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
])('is that of the header %j', (date, time) => {
  expect(read({ date })).toBe(time);
});

it.each(['', 'soon', '1767268800', 'Thu, 99 Foo 2026 99:99:99 GMT', '2026-01-01T11:00:00Z'])(
  'is that of this machine for the invalid date %j',
  (date) => {
    expect(read({ date })).toBe(now);
  },
);

it('is that of this machine without a date, and for a response of a cache', () => {
  expect(read({})).toBe(now);
  expect(read({ date: 'Thu, 01 Jan 2026 11:00:00 GMT', age: '3600' })).toBe(now);
});
