import { afterEach, describe, expect, it, vi } from 'vitest';

import { readRetryAfter } from './retry-after.ts';

const now = Date.UTC(2026, 0, 1, 12, 0, 0);
const year = 365 * 24 * 60 * 60 * 1000;

function read(headers: Readonly<Record<string, string>>): number | undefined {
  return readRetryAfter((name) => headers[name], now);
}

afterEach(() => void vi.unstubAllEnvs());

describe('readRetryAfter', () => {
  it.each([
    ['0', 0],
    ['5', 5000],
    [' 5 ', 5000],
    ['1.5', 1500],
    ['007', 7000],
    ['31536000', year],
    ['20s', 20_000],
    ['1m3s', 63_000],
    ['120ms', 120],
    ['5, 10', 10_000],
    ['30, Thu, 01 Jan 2026 12:00:20 GMT', 30_000],
    ['Thu, 01 Jan 2026 12:00:40 GMT, 30', 40_000],
    ['5, soon', 5000],
    [String(now / 1000 + 20), 20_000],
    [String(now + 20_000), 20_000],
    [String(now / 1000 - 20), 0],
  ])('converts %j seconds to milliseconds', (value, expected) => {
    expect(read({ 'retry-after': value })).toBe(expected);
  });

  it.each([
    ['Thu, 01 Jan 2026 12:00:30 GMT', 30_000],
    ['Thursday, 01-Jan-26 12:00:30 GMT', 30_000],
    ['Thu Jan  1 12:00:30 2026', 30_000],
    ['Fri, 01 Jan 2027 12:00:00 GMT', year],
    ['Thu, 01 Jan 2026 12:00:00 GMT', 0],
    ['Thu, 01 Jan 2026 11:59:59 GMT', 0],
    ['Wed, 31 Dec 2025 13:00:00 GMT', 0],
    ['2026-01-01T12:00:30Z', 30_000],
    ['2026-01-01T13:00:30+01:00', 30_000],
  ])('counts the date %j from now, in each time zone of the machine', (value, expected) => {
    for (const zone of ['UTC', 'America/New_York', 'Asia/Kolkata']) {
      vi.stubEnv('TZ', zone);
      expect(read({ 'retry-after': value })).toBe(expected);
    }
  });

  it('prefers retry-after-ms to Retry-After', () => {
    expect(read({ 'retry-after-ms': '250', 'retry-after': '5' })).toBe(250);
    expect(read({ 'retry-after-ms': '0.5' })).toBe(0.5);
  });

  it.each(['', '-1', 'soon', '1e3', 'NaN'])('ignores the invalid retry-after-ms %j', (value) => {
    expect(read({ 'retry-after-ms': value, 'retry-after': '5' })).toBe(5000);
    expect(read({ 'retry-after-ms': value })).toBeUndefined();
  });

  it.each([
    '',
    ' ',
    '-5',
    '+5',
    '1e3',
    '0x10',
    '1.5.3',
    '1000000000',
    '400000000',
    '1700000000',
    'Thu, 01 Jan 1970 00:00:00 GMT',
    'Fri, 31 Dec 9999 23:59:59 GMT',
    '0001-01-01T00:00:00Z',
    'soon',
    'soon 5',
    'in 5 minutes',
    'Infinity',
    'NaN',
    'Thu, 99 Foo 2026 99:99:99 GMT',
    'GMT',
    '9'.repeat(400),
    `${'9'.repeat(8000)}x`,
  ])('returns undefined for %j', (value) => {
    expect(read({ 'retry-after': value })).toBeUndefined();
  });

  it('reads retry-after-ms as a time since 1970 only in milliseconds', () => {
    expect(read({ 'retry-after-ms': String(now + 250) })).toBe(250);
    expect(read({ 'retry-after-ms': '1000000000' })).toBe(1_000_000_000);
  });

  it('returns undefined without a header', () => {
    expect(read({})).toBeUndefined();
  });
});
