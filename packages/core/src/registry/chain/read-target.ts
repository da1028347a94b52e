import { ConfigurationError } from '../../errors/configuration-error.ts';
import { readJsonObject } from '../../input/read-json.ts';
import type { FieldReaders, NameAdvice, Reader } from '../../input/readers.ts';
import * as read from '../../input/readers.ts';
import { isFieldObject } from '../../input/records.ts';
import type {
  PoolDefinition,
  PoolStrategy,
  TargetDefinition,
  TargetParameters,
} from './chain-definition.ts';
import { createChainAdvice, createPoolAdvice, createTargetAdvice } from './option-advice.ts';
import { readErrorRules, readLimits, readTimeouts } from './read-policy.ts';

/** A checked pool. */
export interface Pool extends PoolDefinition {
  readonly pool: readonly PoolMember[];
  readonly strategy: PoolStrategy;
}

/** A checked target of a chain: one target, or a pool. */
export type TargetOrPool = TargetDefinition | Pool;

/** A checked member of a pool. */
export type PoolMember = TargetOrPool & { readonly weight?: number | undefined };

/** Readers of the settings that a request and a target have in common. */
export const settingReaders: SettingReaders = {
  temperature: read.readNumber,
  topP: read.readNumber,
  topK: read.readInteger(1),
  maxOutputTokens: read.readInteger(1),
  stop: read.readNonEmptyArray(read.readNonEmptyString),
  seed: read.readNumber,
  presencePenalty: read.readNumber,
  frequencyPenalty: read.readNumber,
  reasoningEffort: read.readEnum('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'),
};

type SettingReaders = {
  readonly [Name in keyof TargetParameters]-?: Reader<NonNullable<TargetParameters[Name]>>;
};

const readParameters = read.readFields<TargetParameters>({
  temperature: read.readNullable(settingReaders.temperature),
  topP: read.readNullable(settingReaders.topP),
  topK: read.readNullable(settingReaders.topK),
  maxOutputTokens: read.readNullable(settingReaders.maxOutputTokens),
  stop: read.readNullable(settingReaders.stop),
  seed: read.readNullable(settingReaders.seed),
  presencePenalty: read.readNullable(settingReaders.presencePenalty),
  frequencyPenalty: read.readNullable(settingReaders.frequencyPenalty),
  reasoningEffort: read.readNullable(settingReaders.reasoningEffort),
});

const targetReaders: FieldReaders<TargetDefinition> = {
  target: read.readNonEmptyString,
  parameters: readParameters,
  providerOptions: readJsonObject,
  timeouts: readTimeouts,
  limits: readLimits,
  maxConcurrent: read.readInteger(1),
  requestsPerMinute: read.readInteger(1),
  tokensPerMinute: read.readInteger(1),
  retries: read.readInteger(0),
  maxWaitMs: read.readWait,
  contextTokens: read.readInteger(1),
  errorRules: readErrorRules,
};

const readWeight: Reader<number> = (value, path) => {
  if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return value;
  throw read.invalidValue(path, 'a finite number of at least 0', value);
};

const weight = { weight: readWeight };
const poolReaders = {
  /** Read by `readPool`, which knows how deep the pool is. */
  pool: (value: unknown): unknown => value,
  strategy: read.readEnum('priority', 'weighted', 'round-robin', 'least-busy', 'fastest'),
};

const targetNames = Object.keys(targetReaders);
const parameterNames = Object.keys(settingReaders);
const targetAdvice = createTargetAdvice(parameterNames);
const poolAdvice = createPoolAdvice(targetNames);

/** What to do about an unknown option of a chain. */
export const chainAdvice: NameAdvice = createChainAdvice(targetNames, parameterNames);

const readTargetFields = read.readFields<TargetDefinition>(targetReaders, {
  ...targetAdvice,
  weight: 'only members of a pool have a weight',
  strategy: 'only an object with "pool" has a strategy',
});
const readMemberFields = read.readFields<MemberFields>(
  { ...targetReaders, ...weight },
  targetAdvice,
);
const readPoolFields = read.readFields<PoolFields>(poolReaders, poolAdvice);
const readMemberPoolFields = read.readFields<PoolFields & Weighted>(
  { ...poolReaders, ...weight },
  poolAdvice,
);

interface Weighted {
  readonly weight: number;
}

interface MemberFields extends TargetDefinition, Weighted {}

interface PoolFields {
  readonly pool: unknown;
  readonly strategy: PoolStrategy;
}

/** Reads a target of a chain. */
export const readTarget: Reader<TargetOrPool> = (value, path) =>
  isPool(value)
    ? readPool(readPoolFields(value, path), path, 1)
    : readDefinition(value, path, readTargetFields);

/** Reads a member of a pool, which can have a weight. */
function readMember(value: unknown, path: string, depth: number): PoolMember {
  return isPool(value)
    ? readPool(readMemberPoolFields(value, path), path, depth + 1)
    : readDefinition(value, path, readMemberFields);
}

/** Returns whether a value is meant to be a pool. */
export function isPool(value: unknown): value is object {
  return isFieldObject(value) && Object.hasOwn(value, 'pool');
}

function readDefinition(
  value: unknown,
  path: string,
  readOptions: Reader<Partial<TargetDefinition>>,
): TargetDefinition {
  if (typeof value === 'string') return { target: read.readNonEmptyString(value, path) };
  const { target, ...rest } = readOptions(value, path);
  return { ...rest, target: read.readNonEmptyString(target, `${path}.target`) };
}

function readPool(fields: Partial<PoolFields>, path: string, depth: number): Pool {
  assertPoolDepth(depth, path);
  const { strategy = 'priority', ...rest } = fields;
  const readMembers = read.readNonEmptyArray((member, memberPath) =>
    readMember(member, memberPath, depth),
  );
  const pool = readMembers(fields.pool, `${path}.pool`);
  assertWeights(pool, strategy, `${path}.pool`);
  return { ...rest, pool, strategy };
}

function assertWeights(pool: readonly PoolMember[], strategy: PoolStrategy, path: string): void {
  if (strategy === 'weighted') {
    if (pool.some((member) => member.weight !== 0)) return;
    const expected = 'a weight above 0 for at least one member';
    throw new ConfigurationError({ path, expected, received: 'only weights of 0' });
  }
  const index = pool.findIndex((member) => member.weight !== undefined);
  if (index < 0) return;
  const advice = 'set "strategy" of the pool to "weighted"';
  const expected = 'no weight, because the strategy is not weighted';
  throw read.invalidValue(`${path}[${index}].weight`, expected, pool[index]?.weight, advice);
}

/** Each level is one level of recursion. */
const maxDepth = 32;

/** @throws ConfigurationError if pools are nested too deep, those of nested chains included */
export function assertPoolDepth(depth: number, path: string): void {
  if (depth <= maxDepth) return;
  const expected = `at most ${maxDepth} pools inside of each other`;
  throw new ConfigurationError({ path, expected, received: 'more' });
}
