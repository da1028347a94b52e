import { describe, expect, it } from 'vitest';

import { resolveSettings } from './fakegpt-settings.ts';

describe('resolveSettings', () => {
  it('creates the same accounts with different loads in every run', () => {
    const { accounts } = resolveSettings({});
    expect(accounts).toEqual(resolveSettings({}).accounts);
    expect(accounts.map(({ load }) => load)).toEqual([3, 8, 0, 5, 10, 2, 7, 12]);
    for (const { tokenId } of accounts) expect(tokenId).toMatch(/^[0-9a-f]{32}$/u);
  });

  it('adds the defaults of an account', () => {
    const [first, second] = resolveSettings({
      accounts: [{ tokenId: 'x' }, { load: 0, loginFault: 'login-rejected' }],
    }).accounts;
    expect(first).toEqual({ tokenId: 'x', load: 3, loginFault: undefined });
    expect(second).toMatchObject({ load: 0, loginFault: 'login-rejected' });
  });

  it.each(['charactersPerSnapshot', 'eventsPerWrite', 'bytesPerWrite', 'eventsPerPing'] as const)(
    'rejects a %s that is not a positive integer',
    (name) => {
      for (const value of [0, -1, 1.5, NaN]) {
        expect(() => resolveSettings({ [name]: value })).toThrow(
          `${name}: expected a whole number of at least 1, received ${value}`,
        );
      }
    },
  );

  it('rejects a delay that a timer does not support', () => {
    expect(() => resolveSettings({ firstSnapshotMs: 2 ** 31 })).toThrow(
      'firstSnapshotMs: expected a number from 0 to 2147483647, received 2147483648',
    );
    expect(() => resolveSettings({ snapshotIntervalMs: -1 })).toThrow(
      'snapshotIntervalMs: expected a number from 0 to 2147483647, received -1',
    );
  });
});
