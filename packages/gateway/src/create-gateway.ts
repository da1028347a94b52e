import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Understudy } from '@understudy/core';
import type { ConfigurationErrorDetails } from '@understudy/core/provider';
import type { FastifyInstance } from 'fastify';

import { assertBodyLimits } from './config/assert-body-limits.ts';
import type { CompleteOptions } from './config/complete-options.ts';
import { defaultHost, defaultPort } from './config/defaults.ts';
import {
  closeSchema,
  optionsSchema,
  settingsSchema,
  updateGraceSchema,
} from './config/gateway-schema.ts';
import { readWithSchema } from './config/read-with-schema.ts';
import type { GatewayOptions, GatewaySettings } from './gateway-options.ts';
import { Admission } from './guard/admission.ts';
import { assertProtected } from './guard/assert-protected.ts';
import type { ListenerAccess } from './guard/assert-protected.ts';
import { ByteBudget } from './http/read-json-body.ts';
import { ActiveChats } from './server/active-chats.ts';
import { closeServer } from './server/close-server.ts';
import { createApp } from './server/create-app.ts';
import { createGeneration } from './server/generation.ts';
import type { RouteServices } from './server/routes.ts';

/** A second less than `requestTimeout` of the server, which cannot respond in the format of the endpoint. */
const bodyTimeoutMs = 59_000;

/** Where a gateway listens. */
export interface ListenOptions {
  /** @defaultValue '127.0.0.1' */
  readonly host?: string | undefined;
  /** 0 selects a free port. @defaultValue 4100; 4101 for an admin listener */
  readonly port?: number | undefined;
  /** Allows an address that other machines reach although there are no keys. @defaultValue false */
  readonly insecure?: boolean | undefined;
}

/** What `update()` replaces. */
export interface GatewayUpdate {
  /** A new runtime. @defaultValue the current one */
  readonly understudy?: Understudy | undefined;
  readonly settings: GatewaySettings;
  /** How long chats of the previous runtime may take, in milliseconds, at most 2_147_483_647. @defaultValue 600_000 */
  readonly graceMs?: number | undefined;
}

/** An HTTP server that offers the models and chains of a runtime. The app that creates it closes it. */
export interface Gateway extends AsyncDisposable {
  /**
   * Handles one request, for an HTTP server of the app.
   *
   * @example
   * createServer((request, response) => void gateway.handler(request, response)).listen(4100);
   */
  handler(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /**
   * Starts a server. Returns its address.
   *
   * @throws ConfigurationError for an address that other machines reach, without keys and without `insecure`; the error
   * of `node:net` if the address cannot be used
   */
  listen(options?: ListenOptions): Promise<string>;
  /**
   * Replaces the settings, and the runtime. Requests in flight keep theirs. Resolves when no chat uses the previous
   * runtime any more, so that its owner can close it.
   *
   * @throws ConfigurationError for the first setting that is not valid, for a `graceMs` that is not valid, and for no
   * keys if the gateway listens on an address that other machines reach, without `insecure`; nothing is replaced then
   */
  update(change: GatewayUpdate): Promise<void>;
  /** Chats in flight. */
  readonly openChats: number;
  /**
   * Stops accepting requests and waits until the chats in flight have ended, `graceMs` at most. The others end with an
   * error. Does not close the runtime.
   *
   * @throws ConfigurationError for a duration that is not valid; nothing is closed then
   */
  close(options?: CloseOptions): Promise<void>;
}

/** How a gateway is closed. */
export interface CloseOptions {
  /** How long chats in flight may take, in milliseconds, at most 2_147_483_647. @defaultValue 30_000 */
  readonly graceMs?: number | undefined;
  /**
   * How long `GET /ready` returns 503 while requests are still accepted, in milliseconds, at most 2_147_483_647, so
   * that load balancers notice.
   *
   * @defaultValue 0
   */
  readonly drainDelayMs?: number | undefined;
}

/** What a listener has besides the public API. */
export interface ListenerExtension {
  readonly port: number;
  /** The routes that do not need a key. */
  readonly openRoutes: readonly string[];
  readonly addRoutes: (app: FastifyInstance, services: RouteServices) => void;
}

const publicListener: ListenerExtension = {
  port: defaultPort,
  openRoutes: [],
  addRoutes: () => undefined,
};

/**
 * Creates a gateway. Opens no port.
 *
 * @throws ConfigurationError for the first option that is not valid
 */
export function createGateway(options: GatewayOptions): Gateway {
  return createListener(readWithSchema(optionsSchema, options, ''), publicListener);
}

/** Creates a gateway with further routes. @throws ConfigurationError for limits that contradict each other */
export function createListener(options: CompleteOptions, extension: ListenerExtension): Gateway {
  assertBodyLimits(options, '');
  const { understudy: first, limits, maxConcurrent, onRequest, onStream, ...rest } = options;
  const { maxBodyBytes, maxTotalBodyBytes, ...firstSettings } = rest;
  let generation = createGeneration(first, firstSettings);
  const chats = new ActiveChats();
  const services: RouteServices = {
    current: () => generation,
    chats,
    openRoutes: extension.openRoutes,
    admission: new Admission(limits, maxConcurrent),
    body: { maxBodyBytes, budget: new ByteBudget(maxTotalBodyBytes), timeoutMs: bodyTimeoutMs },
    onRequest,
    onStream,
  };
  const app = createApp(services);
  extension.addRoutes(app, services);
  let closing: Promise<void> | undefined;
  /** Where the server listens. */
  let listening: Pick<ListenerAccess, 'host' | 'insecure'> | undefined;
  const gateway: Gateway = {
    handler: async (request, response) => {
      await app.ready();
      app.routing(request, response);
    },
    listen: async ({ host = defaultHost, port = extension.port, insecure = false } = {}) => {
      assertProtected({ host, insecure, keys: generation.settings.keys }, exposedHost(host));
      const previous = listening;
      // Before the port is open, so that no update can remove the keys meanwhile.
      listening = { host, insecure };
      try {
        return await app.listen({ host, port });
      } catch (error) {
        listening = previous;
        throw error;
      }
    },
    update: async ({ understudy = generation.understudy, settings, graceMs: grace }) => {
      const previous = generation;
      const graceMs = readWithSchema(updateGraceSchema, grace, 'graceMs');
      const complete = readWithSchema(settingsSchema, settings, 'settings');
      if (listening) {
        const { host } = listening;
        assertProtected({ ...listening, keys: complete.keys }, missingKeys(host));
      }
      generation = createGeneration(understudy, complete);
      if (previous.understudy !== understudy) await chats.settled(graceMs, previous.understudy);
    },
    get openChats() {
      return chats.count;
    },
    close: async (closeOptions = {}) => {
      const times = readWithSchema(closeSchema, closeOptions, '');
      closing ??= closeServer(app, chats, times);
      await closing;
    },
    [Symbol.asyncDispose]: () => gateway.close(),
  };
  return gateway;
}

function exposedHost(host: string): ConfigurationErrorDetails {
  return {
    path: 'host',
    expected: 'a loopback address, because there are no keys',
    received: JSON.stringify(host),
    advice: 'pass `keys` when the gateway is created, or `insecure: true`',
  };
}

/** @param host - where the gateway listens */
function missingKeys(host: string): ConfigurationErrorDetails {
  return {
    path: 'settings.keys',
    expected: `a key, because the gateway listens on ${JSON.stringify(host)}`,
    received: 'none',
    advice: 'keep a key until the gateway is closed',
  };
}
