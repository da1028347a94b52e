import type { GatewayOptions, GatewaySettings } from '../gateway-options.ts';
import type { GatewayKey } from '../keys/gateway-key.ts';

/** The section `gateway` of `understudy.config.json`. */
export interface GatewaySection
  extends
    GatewaySettings,
    Pick<GatewayOptions, 'maxConcurrent' | 'maxBodyBytes' | 'maxTotalBodyBytes'> {
  /**
   * The address of the API. An address that other machines reach requires `keys` or `insecure`.
   *
   * @defaultValue '127.0.0.1:4100'
   */
  readonly listen?: string | undefined;
  /**
   * The address of the page, the admin API and the metrics. An address that other machines reach requires `adminKeys`.
   *
   * @defaultValue none
   */
  readonly admin?: string | undefined;
  /** The keys of the admin listener. @defaultValue [] */
  readonly adminKeys?: readonly Pick<GatewayKey, 'name' | 'hash'>[] | undefined;
  /** Allows an address that other machines reach without `keys`. @defaultValue false */
  readonly insecure?: boolean | undefined;
  /** How long chats in flight may take after SIGTERM or SIGINT, in milliseconds. @defaultValue 30_000 */
  readonly graceMs?: number | undefined;
  /**
   * How long `/ready` returns 503 after SIGTERM or SIGINT while requests are still accepted, in milliseconds.
   *
   * @defaultValue 0
   */
  readonly drainDelayMs?: number | undefined;
}
