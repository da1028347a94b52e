import { hash, timingSafeEqual } from 'node:crypto';

import type { GatewayKey } from './gateway-key.ts';

interface Entry {
  readonly key: GatewayKey;
  readonly digest: Buffer;
}

const unknown = Buffer.alloc(32);

/** The keys of a gateway. Finding one takes the same work whether it exists or not. */
export class KeyRegistry {
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(keys: readonly GatewayKey[]) {
    this.#entries = new Map(
      keys.map((key) => {
        const digest = Buffer.from(key.hash.slice('sha256:'.length), 'hex');
        return [digest.toString('hex'), { key, digest }];
      }),
    );
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  find(secret: string): GatewayKey | undefined {
    const digest = hash('sha256', secret, 'buffer');
    const entry = this.#entries.get(digest.toString('hex'));
    return timingSafeEqual(digest, entry?.digest ?? unknown) ? entry?.key : undefined;
  }
}
