import { z } from 'zod';

import type { AdminOptions } from '../admin-options.ts';
import type { GatewayOptions, GatewaySettings } from '../gateway-options.ts';
import { localKeyLimits } from '../keys/local-key-limits.ts';
import type { CloseTimes } from '../server/close-server.ts';
import type {
  CompleteAdminOptions,
  CompleteOptions,
  CompleteSection,
  CompleteSettings,
} from './complete-options.ts';
import {
  defaultDrainDelayMs,
  defaultGraceMs,
  defaultHost,
  defaultPort,
  defaultUpdateGraceMs,
} from './defaults.ts';
import type { GatewaySection } from './gateway-section.ts';
import { formatAddress } from './read-address.ts';
import { count, duration, flag, list, name, object, text } from './schema-parts.ts';

// The descriptions and the defaults are those of the configuration reference too.

const hash = text(/^sha256:[\da-f]{64}$/, '"sha256:" and 64 hexadecimal digits');
const keyName = text(/^[\w.-]{1,64}$/, '1 to 64 letters, digits, dots, hyphens or underscores');
const models = list(name('the name of a chain, an alias or a model'), 'a list of names');

const key = object(
  {
    name: keyName.describe('Names the key in logs and metrics. Unique.'),
    hash: hash.describe('The SHA-256 of the key. `understudy keys create` prints it.'),
    models: models
      .optional()
      .describe('Chains, aliases and models that the key may use. Default: all.'),
    maxConcurrent: count(1).optional().describe('Requests at the same time. Default: no limit.'),
    requestsPerMinute: count(1)
      .optional()
      .describe('Requests in any 60 seconds. Default: no limit.'),
  },
  'an object with name and hash',
);

const adminKey = object(
  {
    name: keyName.describe('Names the key in logs.'),
    hash: hash.describe('The SHA-256 of the key. `understudy keys create` prints it.'),
  },
  'an object with name and hash',
);

/** Browsers send it in lower case, without the default port and without a slash at the end. */
const origin = /^(?!http:\/\/[^/]*:80$|https:\/\/[^/]*:443$)[a-z][a-z\d+.-]*:\/\/[^\sA-Z/*]+$/;

/** The settings that `update()` can replace. */
const settingFields = {
  keys: list(key, 'a list of keys')
    .default([])
    .describe(
      'Keys of clients. Without keys, any key is accepted, and only this machine can connect.',
    ),
  hosts: list(
    text(/^(?:[a-z\d._-]+|\[[\da-f:.]+\])$/, 'a host name in lower case, without a port'),
    'a list of host names',
  )
    .default([])
    .describe('Host names under which clients reach the gateway, besides loopback addresses.'),
  cors: list(
    text(origin, 'an origin as browsers send it, such as "https://chat.example.org"'),
    'a list of origins',
  )
    .default([])
    .describe('Origins of web pages that may call the gateway. `*` is not accepted.'),
  models: models
    .optional()
    .describe('Chains and aliases that `GET /v1/models` lists. Default: all of the file.'),
  listedProviders: list(name('the id of a provider'), 'a list of ids of providers')
    .optional()
    .describe(
      'Providers whose models `GET /v1/models` lists. Default: those that have a key, or need none.',
    ),
  expose: flag()
    .default(true)
    .describe(
      'Whether errors, headers, events of attempts and the field `model` of responses name providers and models. The admin listener always does.',
    ),
  heartbeatMs: duration(1)
    .default(15_000)
    .describe('Time without bytes after which a stream gets a comment.'),
  slowReaderMs: duration(1)
    .default(60_000)
    .describe('Time after which a client that reads nothing is disconnected.'),
  earlyHeadMs: duration(0)
    .optional()
    .describe(
      'Time without content after which the head of a stream is sent. A later failure is then sent in the stream. Default: the head is sent with the first content.',
    ),
} as const satisfies Record<keyof GatewaySettings, z.ZodType>;

/** The limits that are fixed when the gateway is created. */
const limitFields = {
  maxConcurrent: count(0)
    .default(2000)
    .describe('Chats at the same time. Further requests get the status 503.'),
  maxBodyBytes: count(1).default(33_554_432).describe('Size of the body of a request.'),
  maxTotalBodyBytes: count(1)
    .default(268_435_456)
    .describe(
      'Size of all bodies in transfer to one listener, at least `maxBodyBytes`. Further bodies get the status 503.',
    ),
} as const;

const port = String.raw`(?:\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])`;
const address = text(
  new RegExp(String.raw`^(?:[\w.-]+|\[[\da-fA-F:.]+\]):${port}$`),
  'an address with a port from 0 to 65535, such as "127.0.0.1:4100"',
);

const closeFields = {
  graceMs: duration(0)
    .default(defaultGraceMs)
    .describe('Time that chats in flight may take after SIGTERM or SIGINT.'),
  drainDelayMs: duration(0)
    .default(defaultDrainDelayMs)
    .describe(
      'Time after SIGTERM or SIGINT in which `/ready` returns 503 and requests are still accepted, so that load balancers notice.',
    ),
} as const satisfies Record<keyof CloseTimes, z.ZodType>;

/** The options of `close()`. Other fields are left out, so that the section can be passed. */
export const closeSchema: z.ZodType<CloseTimes> = z.object(closeFields, { error: 'an object' });

/** The option `graceMs` of `update()`. */
export const updateGraceSchema: z.ZodType<number> = duration(0).default(defaultUpdateGraceMs);

/** The settings of the command. */
const commandFields = {
  listen: address
    .default(formatAddress({ host: defaultHost, port: defaultPort }))
    .describe(
      'Address of the API. An address that other machines reach requires `keys` or `insecure`.',
    ),
  admin: address
    .optional()
    .describe(
      'Address of the page, the admin API and the metrics. An address that other machines reach requires `adminKeys`. Default: none.',
    ),
  adminKeys: list(adminKey, 'a list of keys').default([]).describe('Keys of the admin listener.'),
  insecure: flag()
    .default(false)
    .describe('Allows an address that other machines reach without `keys`.'),
  ...closeFields,
} as const;

/** The section `gateway` of a configuration file. */
export const sectionSchema: z.ZodType<CompleteSection> = object(
  { ...commandFields, ...settingFields, ...limitFields } satisfies Record<
    keyof GatewaySection,
    z.ZodType
  >,
  'an object',
);

/** In options, no chain and no alias is listed unless it is named. */
const optionFields = { ...settingFields, models: models.default([]) } as const;

/** The settings that `update()` replaces. */
export const settingsSchema: z.ZodType<CompleteSettings> = object(optionFields, 'an object');

const gatewayFields = {
  understudy: hasMethod<GatewayOptions['understudy']>('chat', 'the result of createUnderstudy()'),
  limits: hasMethod<CompleteOptions['limits']>('admit', 'an object with a method admit').default(
    () => localKeyLimits(),
  ),
  onRequest: isFunction<NonNullable<GatewayOptions['onRequest']>>().optional(),
  onStream: isFunction<NonNullable<GatewayOptions['onStream']>>().optional(),
  ...optionFields,
  ...limitFields,
} as const satisfies Record<keyof GatewayOptions, z.ZodType>;

/** The options of `createGateway()`. */
export const optionsSchema: z.ZodType<CompleteOptions> = object(gatewayFields, 'an object');

/** The options of `createAdmin()`. */
export const adminOptionsSchema: z.ZodType<CompleteAdminOptions> = object(
  {
    ...gatewayFields,
    events: hasMethod<AdminOptions['events']>('subscribe', 'the result of createEventHub()'),
    describeConfiguration:
      isFunction<NonNullable<AdminOptions['describeConfiguration']>>().optional(),
    reload: isFunction<NonNullable<AdminOptions['reload']>>().optional(),
    faults: hasMethod<NonNullable<AdminOptions['faults']>>(
      'list',
      'an object with the methods list and set',
    ).optional(),
    metrics: isFunction<NonNullable<AdminOptions['metrics']>>().optional(),
  } satisfies Record<keyof AdminOptions, z.ZodType>,
  'an object',
);

function hasMethod<Service>(method: string, error: string): z.ZodCustom<Service> {
  const isService = (value: unknown): boolean =>
    typeof Reflect.get(Object(value), method) === 'function';
  return z.custom<Service>(isService, { error });
}

function isFunction<Callback>(): z.ZodCustom<Callback> {
  return z.custom<Callback>((value) => typeof value === 'function', { error: 'a function' });
}
