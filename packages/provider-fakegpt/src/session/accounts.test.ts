import { SeededRandom } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { chooseAccount, readAccounts } from './accounts.ts';

const accounts = (loads: readonly number[]): { id: string; load: number }[] =>
  loads.map((load, index) => ({ id: `account-${index}`, load }));

describe('chooseAccount', () => {
  it('returns the account with the lowest load of a short list', () => {
    expect(chooseAccount(accounts([9, 3, 7]), new SeededRandom(1))?.id).toBe('account-1');
    expect(chooseAccount(accounts([Infinity, 99]), new SeededRandom(1))?.id).toBe('account-1');
  });

  it('returns undefined for an empty list', () => {
    expect(chooseAccount([], new SeededRandom(1))).toBeUndefined();
  });

  it('distributes callers over many accounts with a low load', () => {
    const many = accounts(Array.from({ length: 100 }, (_, index) => index));
    const random = new SeededRandom(7);
    const chosen = Array.from({ length: 500 }, () => chooseAccount(many, random)?.load ?? 100);
    expect(new Set(chosen).size).toBeGreaterThan(30);
    expect(chosen.filter((load) => load < 50).length).toBeGreaterThan(450);
  });

  it('distributes callers over accounts with the same load', () => {
    const random = new SeededRandom(7);
    const equal = accounts([0, 0, 0, 0]);
    const chosen = Array.from({ length: 100 }, () => chooseAccount(equal, random)?.id);
    expect(new Set(chosen).size).toBe(4);
  });
});

describe('readAccounts', () => {
  it('reads ids and loads and skips invalid entries', () => {
    const loads = [{ token_id: 'a', count: 2 }, { token_id: 'b' }, { count: 1 }, null, 'c'];
    expect(readAccounts({ loads })).toEqual([
      { id: 'a', load: 2 },
      { id: 'b', load: Infinity },
    ]);
  });

  it.each([{}, [], { loads: {} }, JSON.parse('{"__proto__":{"loads":[{"token_id":"a"}]}}')])(
    'rejects %j',
    (body) => {
      const code = 'malformed-response';
      expect(() => readAccounts(body)).toThrow(expect.objectContaining({ code }));
    },
  );
});
