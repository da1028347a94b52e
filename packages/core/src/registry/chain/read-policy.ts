import type { AcceptConditions } from '../../chat/accept-options.ts';
import type { RetryPolicy, SizeLimits, Timeouts } from '../../chat/chat-options.ts';
import type { FinishReason } from '../../chat/finish-reason.ts';
import { ConfigurationError } from '../../errors/configuration-error.ts';
import { errorRules } from '../../errors/error-codes.ts';
import type { Reader } from '../../input/readers.ts';
import * as read from '../../input/readers.ts';
import type { ErrorRuleOverride, ErrorRuleOverrides, HedgeOptions } from './chain-definition.ts';

/** Reads `timeouts`. */
export const readTimeouts: Reader<Partial<Timeouts>> = read.readFields<Timeouts>({
  createMs: read.readDuration,
  connectMs: read.readDuration,
  headersMs: read.readDuration,
  firstContentMs: read.readDuration,
  progressMs: read.readDuration,
  idleMs: read.readDuration,
  usageGraceMs: read.readWait,
  totalMs: read.readDuration,
});

/** Reads `limits`. */
export const readLimits: Reader<Partial<SizeLimits>> = read.readFields<SizeLimits>({
  maxEventBytes: read.readSize,
  maxErrorBytes: read.readSize,
  maxJsonBytes: read.readSize,
  maxResponseBytes: read.readSize,
});

/** Reads `retry`. */
export const readRetry: Reader<Partial<RetryPolicy>> = read.readFields<RetryPolicy>({
  maxRetries: read.readInteger(0),
  initialDelayMs: read.readWait,
  maxDelayMs: read.readWait,
  maxWaitMs: read.readWait,
});

/** Reads a finish reason. */
export const readFinishReason: Reader<FinishReason> = read.readEnum(
  'stop',
  'length',
  'tool-calls',
  'content-filter',
  'other',
);

const readTrue: Reader<true> = (value, path) => {
  if (value === true) return value;
  throw read.invalidValue(path, 'true', value, 'remove it to accept any text');
};

/** Reads the conditions of `accept`. */
export const readAccept: Reader<AcceptConditions> = read.readFields<AcceptConditions>({
  finishReasons: read.readNonEmptyArray(readFinishReason),
  schema: readTrue,
  minTextLength: read.readInteger(0),
});

const readPercentile: Reader<number> = (value, path) => {
  if (typeof value === 'number' && value >= 1 && value < 100) return value;
  const isFraction = typeof value === 'number' && value > 0 && value < 1;
  const advice = isFraction ? `write ${Number((value * 100).toPrecision(6))}` : undefined;
  throw read.invalidValue(path, 'a number of at least 1 and below 100', value, advice);
};

/** The fields of both forms of `hedge`. */
interface HedgeFields {
  readonly afterMs: number;
  readonly percentile: number;
  readonly maxExtra: number;
}

const readHedgeFields = read.readFields<HedgeFields>({
  afterMs: read.readDuration,
  percentile: readPercentile,
  maxExtra: read.readInteger(1),
});

/** Reads `hedge`. */
export const readHedge: Reader<HedgeOptions> = (value, path) => {
  const { afterMs, percentile, ...rest } = readHedgeFields(value, path);
  if (percentile === undefined && afterMs !== undefined) return { ...rest, afterMs };
  if (afterMs === undefined && percentile !== undefined) return { ...rest, percentile };
  const received = afterMs === undefined ? 'neither' : 'both';
  throw new ConfigurationError({ path, expected: 'either afterMs or percentile', received });
};

const readOverride = read.readFields<ErrorRuleOverride>({
  retry: read.readEnum('yes', 'once', 'no'),
  fallback: read.readEnum('yes', 'no'),
});

/** Errors that always end a chat. */
const finalCodes: readonly string[] = ['closed', 'all-targets-failed'];

/** Reads `errorRules`. */
export const readErrorRules: Reader<ErrorRuleOverrides> = read.readRecord(
  Object.keys(errorRules).filter((code) => !finalCodes.includes(code)),
  readOverride,
);
