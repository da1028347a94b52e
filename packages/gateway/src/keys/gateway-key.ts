import { hash, randomBytes } from 'node:crypto';

/** A key with which clients use the gateway. */
export interface GatewayKey {
  /** Names the key in logs and metrics. */
  readonly name: string;
  /** `sha256:` and the hexadecimal SHA-256 of the key. */
  readonly hash: string;
  /** The chains, aliases and models that the key may use. @defaultValue all */
  readonly models?: readonly string[] | undefined;
  /** Requests at the same time. @defaultValue none */
  readonly maxConcurrent?: number | undefined;
  /** Requests in any 60 seconds. @defaultValue none */
  readonly requestsPerMinute?: number | undefined;
}

/** A key that was created, and the entry of the configuration that accepts it. */
export interface CreatedKey {
  /** Is not stored anywhere. */
  readonly key: string;
  readonly entry: Pick<GatewayKey, 'name' | 'hash'>;
}

/** Creates a key of 32 random bytes. */
export function createKey(name: string): CreatedKey {
  const key = `us-${randomBytes(32).toString('base64url')}`;
  return { key, entry: { name, hash: hashKey(key) } };
}

/** Returns the hash of a key as a configuration contains it. */
export function hashKey(key: string): string {
  return `sha256:${hash('sha256', key)}`;
}
