import type { AcceptConditions } from '../chat/accept-options.ts';
import type { RetryPolicy, SizeLimits, Timeouts } from '../chat/chat-options.ts';
import type { FinishReason } from '../chat/finish-reason.ts';
import { errorRules } from '../errors/error-codes.ts';
import { readJsonObject } from '../input/read-json.ts';
import type { Reader } from '../input/readers.ts';
import * as read from '../input/readers.ts';
import type {
  ChainOptions,
  ErrorRuleOverride,
  ErrorRuleOverrides,
  TargetDefinition,
  TargetParameters,
} from './chain-definition.ts';

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

/** Readers of the settings that a request and a target have in common. */
export const settingReaders: SettingReaders = {
  temperature: read.readNumber,
  topP: read.readNumber,
  topK: read.readInteger(1),
  maxOutputTokens: read.readInteger(1),
  stop: read.readList(read.readText),
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
  finishReasons: read.readList(readFinishReason),
  schema: readTrue,
  minTextLength: read.readInteger(0),
});

const readOverride = read.readFields<ErrorRuleOverride>({
  retry: read.readEnum('yes', 'once', 'no'),
  fallback: read.readEnum('yes', 'no'),
});

/** Errors that always end a chat. */
const finalCodes: readonly string[] = ['aborted', 'closed', 'all-targets-failed'];

const readErrorRules: Reader<ErrorRuleOverrides> = read.readRecord(
  Object.keys(errorRules).filter((code) => !finalCodes.includes(code)),
  readOverride,
);

const readTargetOptions = read.readFields<TargetDefinition>({
  target: read.readText,
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
});

const readTarget: Reader<TargetDefinition> = (value, path) => {
  if (typeof value === 'string') return { target: read.readText(value, path) };
  const { target, ...rest } = readTargetOptions(value, path);
  return { ...rest, target: read.readText(target, `${path}.target`) };
};

const readChainOptions = read.readFields<ChainOptions>({
  targets: read.readList(readTarget),
  retry: readRetry,
  timeouts: readTimeouts,
  limits: readLimits,
  deadlineMs: read.readDuration,
  maxAttempts: read.readInteger(1),
  commit: read.readEnum('first-content', 'complete'),
  midStream: read.readEnum('fail', 'restart'),
  accept: readAccept,
  errorRules: readErrorRules,
});

/** A chain whose targets are all objects. */
export interface Chain extends ChainOptions {
  readonly targets: readonly TargetDefinition[];
}

/**
 * Returns a checked chain from a list of targets or an object.
 *
 * @throws ConfigurationError `invalid-configuration` for the first unknown field or invalid value
 */
export const readChain: Reader<Chain> = (value, path) => {
  if (Array.isArray(value)) return { targets: read.readList(readTarget)(value, path) };
  const { targets, ...rest } = readChainOptions(value, path);
  if (targets === undefined)
    throw read.invalidValue(`${path}.targets`, 'a non-empty list', targets);
  return { ...rest, targets: read.readList(readTarget)(targets, `${path}.targets`) };
};
