import { Rejection } from '../errors/rejection.ts';
import type { GatewayKey } from '../keys/gateway-key.ts';
import type { ActualUse, KeyLimits, KeyPermit } from '../keys/key-limits.ts';

/** The chats and counts of tokens that one listener runs at the same time. */
export class Admission {
  readonly #limits: KeyLimits;
  readonly #maxConcurrent: number;
  #active = 0;

  constructor(limits: KeyLimits, maxConcurrent: number) {
    this.#limits = limits;
    this.#maxConcurrent = maxConcurrent;
  }

  /**
   * Returns the right to run a request.
   *
   * @throws Rejection `gateway-full`, `key-limit` or `budget-exhausted`
   */
  admit(key: GatewayKey, model: string): KeyPermit {
    if (this.#active >= this.#maxConcurrent) {
      const message = `the gateway runs ${this.#maxConcurrent} requests, as many as it may at the same time`;
      throw new Rejection('gateway-full', message, { retryAfterMs: 1000 });
    }
    const permit = this.#limits.admit(key, model);
    if (permit.code !== undefined) {
      const { code, retryAfterMs } = permit;
      throw code === 'budget-exhausted'
        ? new Rejection(code, 'the budget of the key is used up', { retryAfterMs })
        : new Rejection('key-limit', 'the key has reached its limit of requests', { retryAfterMs });
    }
    this.#active += 1;
    return {
      settle: (actual: ActualUse) => {
        this.#active -= 1;
        permit.settle(actual);
      },
    };
  }
}

/** Whether a key may use a chain, an alias or a model. */
export function mayUse({ models }: GatewayKey, model: string): boolean {
  return models === undefined || models.includes(model);
}
