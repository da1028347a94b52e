import type { Dispatcher } from 'undici';

import type { TokenEstimator } from '../chain/estimate-tokens.ts';
import { estimateTokens as defaultEstimate } from '../chain/estimate-tokens.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import type {
  BreakerOptions,
  CooldownOptions,
  HealthOptions,
  RetryBudgetOptions,
} from '../health/health-options.ts';
import { defaultBreaker, defaultCooldown, defaultRetryBudget } from '../health/health-options.ts';
import { assertKnownNames } from '../input/known-names.ts';
import {
  invalidValue,
  readArray,
  readBoolean,
  readDuration,
  readEnum,
  readFields,
  readInteger,
  readPositiveShare,
  readShare,
  readNonEmptyString,
  readWait,
} from '../input/readers.ts';
import type { Reader } from '../input/readers.ts';
import { isFieldObject } from '../input/records.ts';
import { isProviderDefinition } from '../provider/define-provider.ts';
import type { ChainDefaults } from '../registry/chain/chat-policy.ts';
import { defaultLimits, defaultRetry, defaultTimeouts } from '../registry/chain/default-options.ts';
import { mergeOptions } from '../registry/chain/merge-options.ts';
import { readLimits, readRetry, readTimeouts } from '../registry/chain/read-policy.ts';
import { createRouteTable } from '../registry/route/create-route-table.ts';
import type { RouteTable } from '../registry/route/route.ts';
import { assertDispatcher } from './assert-dispatcher.ts';
import type { PortOptions, UnderstudyOptions } from './understudy-options.ts';
import { optionNames, portMethods, portNames } from './understudy-options.ts';

/** The checked options of a runtime. */
export interface RuntimeSettings {
  readonly ports: PortOptions;
  readonly dispatcher: Dispatcher | undefined;
  readonly onEvent: UnderstudyOptions['onEvent'];
  readonly estimateTokens: TokenEstimator;
  readonly defaults: ChainDefaults;
  readonly health: HealthOptions;
  readonly deprecations: 'warn' | 'error';
  readonly allowRetired: readonly string[];
  readonly routes: RouteTable;
}

const readIds = readArray(readNonEmptyString);

const readDeprecations = readEnum('warn', 'error');

/** @throws ConfigurationError with the path of the option that is not valid */
export function readOptions(options: UnderstudyOptions): RuntimeSettings {
  const given: unknown = options;
  if (!isFieldObject(given)) {
    const expected = 'an object such as { providers: [openai({ apiKey })] }';
    throw invalidValue('options', expected, given);
  }
  assertKnownNames(options, optionNames);
  const {
    ports = {},
    dispatcher,
    onEvent,
    estimateTokens = defaultEstimate,
    providers,
    allowRetired,
    deprecations = 'warn',
  } = options;
  if (dispatcher !== undefined) assertDispatcher(dispatcher);
  if (onEvent !== undefined && typeof onEvent !== 'function') {
    throw invalidValue('onEvent', 'a function', onEvent);
  }
  if (typeof estimateTokens !== 'function') {
    throw invalidValue('estimateTokens', 'a function', estimateTokens);
  }
  if (!isFieldObject(ports)) throw invalidValue('ports', 'an object', ports);
  assertKnownNames(ports, portNames, 'ports.');
  assertPorts(ports);
  if (dispatcher !== undefined && ports.http !== undefined) {
    const expected = 'none, because ports.http sends the requests';
    throw new ConfigurationError({ path: 'dispatcher', expected, received: 'one' });
  }
  if (!Array.isArray(providers) && providers !== 'registered') {
    const advice = isProviderDefinition(providers) ? 'write it in brackets' : undefined;
    throw invalidValue('providers', "a list of definitions, or 'registered'", providers, advice);
  }
  return {
    ports,
    dispatcher,
    onEvent,
    estimateTokens,
    defaults: readDefaults(options),
    health: readHealth(options),
    deprecations: readDeprecations(deprecations, 'deprecations'),
    allowRetired: allowRetired === undefined ? [] : readIds(allowRetired, 'allowRetired'),
    routes: createRouteTable(options),
  };
}

function assertPorts(ports: PortOptions): void {
  for (const [name, required] of Object.entries(portMethods)) {
    const port: unknown = Reflect.get(ports, name);
    if (port !== undefined) assertMethods(port, required, `ports.${name}`);
  }
  if (ports.telemetry) readBoolean(ports.telemetry.enabled, 'ports.telemetry.enabled');
}

function assertMethods(value: unknown, names: readonly string[], path: string): void {
  const isObject = typeof value === 'object' && value !== null;
  if (isObject && names.every((name) => typeof Reflect.get(value, name) === 'function')) return;
  throw invalidValue(path, `an object with ${names.join(', ')}`, value);
}

const readBreaker = readFields<BreakerOptions>({
  failures: readInteger(1),
  failureRate: readPositiveShare,
  minimumCalls: readInteger(1),
  slowCallMs: readDuration,
  slowCallRate: readPositiveShare,
  windowMs: readDuration,
  openMs: readDuration,
  maxOpenMs: readDuration,
});
const readRetryBudget = readFields<RetryBudgetOptions>({
  ratio: readShare,
  reserve: readInteger(0),
});
const readCooldown = readFields<CooldownOptions>({ defaultMs: readWait, maxMs: readWait });

function readDefaults({
  timeouts,
  limits,
  retry,
  deadlineMs,
  maxAttempts,
}: UnderstudyOptions): ChainDefaults {
  return {
    timeouts: mergeGiven(defaultTimeouts, timeouts, readTimeouts, 'timeouts'),
    limits: mergeGiven(defaultLimits, limits, readLimits, 'limits'),
    retry: mergeGiven(defaultRetry, retry, readRetry, 'retry'),
    deadlineMs: deadlineMs === undefined ? undefined : readDuration(deadlineMs, 'deadlineMs'),
    maxAttempts: maxAttempts === undefined ? undefined : readInteger(1)(maxAttempts, 'maxAttempts'),
  };
}

function readHealth({ breaker, cooldown, retryBudget }: UnderstudyOptions): HealthOptions {
  return {
    breaker: breaker !== false && mergeGiven(defaultBreaker, breaker, readBreaker, 'breaker'),
    cooldown: mergeGiven(defaultCooldown, cooldown, readCooldown, 'cooldown'),
    retryBudget: mergeGiven(defaultRetryBudget, retryBudget, readRetryBudget, 'retryBudget'),
  };
}

function mergeGiven<Value extends object>(
  base: Value,
  given: unknown,
  readGiven: Reader<Partial<Value>>,
  path: string,
): Value {
  return given === undefined ? base : mergeOptions(base, readGiven(given, path));
}
