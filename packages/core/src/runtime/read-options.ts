import type { Dispatcher } from 'undici';

import { assertKnownNames } from '../provider/known-names.ts';
import type { ChainDefaults } from '../registry/chain-policy.ts';
import { defaultRetry } from '../registry/chain-policy.ts';
import {
  invalidValue,
  readDuration,
  readEnum,
  readInteger,
  readList,
  readText,
} from '../registry/configuration-reader.ts';
import { createRouteTable } from '../registry/create-route-table.ts';
import { readRetry, readTimeouts } from '../registry/read-chain.ts';
import { defaultTimeouts, resolveTimeouts } from '../registry/resolve-timeouts.ts';
import type { RouteTable } from '../registry/route.ts';
import type { PortOptions, UnderstudyOptions } from './understudy-options.ts';
import { optionNames, portNames } from './understudy-options.ts';

/** The checked options of a runtime. */
export interface RuntimeSettings {
  readonly ports: PortOptions;
  readonly dispatcher: Dispatcher | undefined;
  readonly onEvent: UnderstudyOptions['onEvent'];
  readonly defaults: ChainDefaults;
  readonly deprecations: 'warn' | 'error';
  readonly allowRetired: readonly string[];
  readonly routes: RouteTable;
}

const readIds = readList(readText);

/** The methods that the runtime calls on each port. */
const methods = {
  http: ['request'],
  clock: ['now', 'wallNow', 'setTimer'],
  random: ['next', 'uuid'],
  logger: ['warn', 'error'],
  telemetry: ['emit'],
} as const satisfies Record<keyof PortOptions, readonly string[]>;
const readDeprecations = readEnum('warn', 'error');

/** @throws ConfigurationError with the path of the option that is not valid */
export function readOptions(options: UnderstudyOptions): RuntimeSettings {
  const given: unknown = options;
  if (typeof given !== 'object' || given === null) {
    throw invalidValue('options', 'an object with providers', given);
  }
  assertKnownNames(options, optionNames);
  const {
    ports = {},
    dispatcher,
    onEvent,
    providers,
    allowRetired,
    deprecations = 'warn',
  } = options;
  if (dispatcher !== undefined) assertMethods(dispatcher, ['dispatch'], 'dispatcher');
  if (onEvent !== undefined && typeof onEvent !== 'function') {
    throw invalidValue('onEvent', 'a function', onEvent);
  }
  if (typeof ports !== 'object' || ports === null) throw invalidValue('ports', 'an object', ports);
  assertKnownNames(ports, portNames, 'ports.');
  assertPorts(ports);
  if (!Array.isArray(providers) && providers !== 'registered') {
    throw invalidValue('providers', "a list of definitions, or 'registered'", providers);
  }
  return {
    ports,
    dispatcher,
    onEvent,
    defaults: readDefaults(options),
    deprecations: readDeprecations(deprecations, 'deprecations'),
    allowRetired: allowRetired === undefined ? [] : readIds(allowRetired, 'allowRetired'),
    routes: createRouteTable(options),
  };
}

function assertPorts(ports: PortOptions): void {
  for (const [name, required] of Object.entries(methods)) {
    const port: unknown = Reflect.get(ports, name);
    if (port !== undefined) assertMethods(port, required, `ports.${name}`);
  }
}

function assertMethods(value: unknown, names: readonly string[], path: string): void {
  const isObject = typeof value === 'object' && value !== null;
  if (isObject && names.every((name) => typeof Reflect.get(value, name) === 'function')) return;
  throw invalidValue(path, `an object with ${names.join(', ')}`, value);
}

function readDefaults(options: UnderstudyOptions): ChainDefaults {
  const { timeouts, retry, deadlineMs, maxAttempts } = options;
  return {
    timeouts: resolveTimeouts(
      defaultTimeouts,
      timeouts === undefined ? undefined : readTimeouts(timeouts, 'timeouts'),
    ),
    retry: { ...defaultRetry, ...(retry !== undefined && readRetry(retry, 'retry')) },
    deadlineMs: deadlineMs === undefined ? undefined : readDuration(deadlineMs, 'deadlineMs'),
    maxAttempts: maxAttempts === undefined ? undefined : readInteger(1)(maxAttempts, 'maxAttempts'),
  };
}
