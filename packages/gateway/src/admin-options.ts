import type { IncomingMessage, ServerResponse } from 'node:http';

import type { JsonObject } from '@understudy/core';

import type { EventHub } from './admin/event-hub.ts';
import type { GatewayOptions } from './gateway-options.ts';

/** A server whose next fault can be chosen. */
export interface FaultServer {
  readonly id: string;
  /** The faults that it knows. */
  readonly faults: readonly string[];
  /** The fault of the next requests; undefined if they succeed. */
  readonly active: ActiveFault | undefined;
}

/** A fault that is on. */
export interface ActiveFault {
  readonly fault: string;
  /** The number of requests that it applies to. */
  readonly times: number | 'always';
}

/** Turns faults of emulated vendors on and off, for demonstrations. */
export interface FaultControl {
  list(): readonly FaultServer[];
  /** Called with the id of a listed server and one of its faults. Without a fault, the next requests succeed. */
  set(server: string, fault: ActiveFault | undefined): void;
}

/**
 * Options of `createAdmin()`. `keys` are the admin keys: they open every route of the listener except the files of the
 * page, and none of the public gateway.
 */
export interface AdminOptions extends GatewayOptions {
  /** The source of `GET /admin/events`. Pass the same hub to the runtime as `ports.telemetry`. */
  readonly events: EventHub;
  /**
   * Returns what `GET /admin/config` shows as `configuration`, for example the error of the last reload. Must contain
   * secrets by name only. @defaultValue none
   */
  readonly describeConfiguration?: (() => JsonObject) | undefined;
  /** Loads the configuration again, for `POST /admin/reload`. @defaultValue none: 404 */
  readonly reload?: (() => Promise<void>) | undefined;
  /** @defaultValue none: `/admin/faults` is 404 */
  readonly faults?: FaultControl | undefined;
  /** Sends the response to `GET /metrics`. @defaultValue none: 404 */
  readonly metrics?: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
}
