import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { RetryBudget } from './retry-budget.ts';

/** Returns the number of retries until the budget is empty. */
function drain(budget: RetryBudget): number {
  let retries = 0;
  for (; budget.available; retries += 1) budget.withdraw();
  return retries;
}

function deposit(budget: RetryBudget, calls: number): void {
  for (let call = 0; call < calls; call += 1) budget.deposit();
}

it('starts with its reserve', () => {
  expect(drain(new RetryBudget({ ratio: 0.2, reserve: 10 }))).toBe(10);
});

it('grows by a fifth per call, up to the reserve', () => {
  const budget = new RetryBudget({ ratio: 0.2, reserve: 10 });
  drain(budget);
  deposit(budget, 4);
  expect(budget.available).toBe(false);
  deposit(budget, 1);
  expect(drain(budget)).toBe(1);
  deposit(budget, 1000);
  expect(drain(budget)).toBe(10);
});

it('never allows more than a fifth of the calls plus ten', () => {
  const steps = fc.array(fc.constantFrom('call', 'retry'), { maxLength: 300 });
  const property = fc.property(steps, (sequence) => {
    const budget = new RetryBudget({ ratio: 0.2, reserve: 10 });
    let [calls, retries] = [0, 0];
    for (const step of sequence) {
      if (step === 'call') {
        calls += 1;
        budget.deposit();
      } else if (budget.available) {
        retries += 1;
        budget.withdraw();
      }
      expect(retries).toBeLessThanOrEqual(10 + 0.2 * calls + 1e-9);
    }
  });
  fc.assert(property, { seed: 1, numRuns: 1000 });
});
