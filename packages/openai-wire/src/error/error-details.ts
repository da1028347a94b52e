import type { JsonObject } from '@understudy/core/provider';
import { isJsonObject, readArray, readObject, readString } from '@understudy/provider-utils';

/** What the details of an error report about it. */
export interface ErrorDetails {
  readonly reason?: string | undefined;
  /** The path of a field of the request. */
  readonly param?: string | undefined;
  /** The name of a field in the message, which can be a copy of the request. */
  readonly mentionedParam?: string | undefined;
}

/**
 * Reads Google's details (`reason`, `fieldViolations`), the errors of FastAPI (`type`, `loc`), Azure's `innererror`,
 * and the parameter that a message names.
 */
export function readDetails(error: JsonObject, message: string): ErrorDetails {
  const fields = findFastApiError(error) ?? parseFastApiText(message);
  if (fields) return fields;
  const details = readArray(error, 'details') ?? readArray(error, 'errors') ?? [];
  const found = details.filter(isJsonObject);
  const [violation] = found.flatMap((detail) => readArray(detail, 'fieldViolations') ?? []);
  return {
    reason:
      found.map((detail) => readString(detail, 'reason')).find((reason) => reason !== undefined) ??
      readString(readObject(error, 'innererror'), 'code') ??
      findReason(message),
    param: readString(violation, 'field') ?? findName(statedParameters, message),
    mentionedParam: findName(namedParameters, message),
  };
}

/** Returns the first error of FastAPI: `{ detail: [{ type, loc, msg }] }`, also inside `message` (Mistral). */
function findFastApiError(error: JsonObject): ErrorDetails | undefined {
  const holder = readObject(error, 'message') ?? error;
  const [first] = readArray(holder, 'detail') ?? [];
  const loc = readArray(first, 'loc');
  if (!loc) return undefined;
  return { reason: readString(first, 'type'), param: toPath(loc) };
}

/** vLLM sends the errors of FastAPI as text in Python's notation. */
const fastApiText = /'type': '(\w+)', 'loc': \(([^)]{0,200})\)/;

function parseFastApiText(message: string): ErrorDetails | undefined {
  const [, reason, loc] = fastApiText.exec(message.slice(0, 4096)) ?? [];
  if (loc === undefined) return undefined;
  return { reason, param: toPath(loc.split(',').map((part) => part.trim().replaceAll("'", ''))) };
}

/** `['body', 'messages', 0, 'content']` is `messages.0.content`. */
function toPath(loc: readonly unknown[]): string | undefined {
  const names = loc.filter((name) => typeof name === 'string' || typeof name === 'number');
  const path = names.slice(names[0] === 'body' ? 1 : 0).filter((name) => name !== '');
  return path.length === 0 ? undefined : path.join('.');
}

/** The class of LiteLLM's error is the only thing that is left of the code of the vendor behind it. */
const namedReason = /^litellm\.(ContentPolicyViolationError|ContextWindowExceededError):/;

/** The chat template of the model, for example because of the order of roles: llama.cpp, with status 500; LM Studio. */
const templateError = /^Error: Jinja Exception:|^Error rendering prompt with jinja template:/m;

/**
 * DashScope's error for a rate of tokens has the code and the words of a spent quota. Its link names it. Errors of
 * Volcengine and Gemini for credit that is used up have the code and the type of a rate limit. Together's rate limit of
 * an account without credit has the type of a spent credit. The budget of OpenRouter has the status of a missing
 * permission.
 */
const codesInMessages: readonly (readonly [RegExp, string])[] = [
  [/error-code#token-limit\b/, 'rate_limit_exceeded'],
  [/^You have been rate limited\b/, 'rate_limit_exceeded'],
  [/^Your account .{0,64} has exhausted its free trial quota/, 'insufficient_quota'],
  [/^Your prepayment credits are depleted\b/, 'insufficient_quota'],
  [/^Your project has exceeded its (?:[a-z]+ )?spending cap\b/, 'insufficient_quota'],
  [/^Workspace [a-z]+ budget of \S{1,32} exceeded\b/, 'insufficient_quota'],
];

/** Returns the code that the message contains, which is more specific than the code of the error. */
export function findCodeInMessage(message: string): string | undefined {
  const text = message.slice(0, 4096);
  return codesInMessages.find(([pattern]) => pattern.test(text))?.[1];
}

/** MiniMax names the result of its filter in the message, and llama.cpp an error of the chat template. */
function findReason(message: string): string | undefined {
  if (/^(?:in|out)put new_sensitive\b/.test(message)) return 'new_sensitive';
  if (templateError.test(message.slice(0, 4096))) return 'chat_template_error';
  return namedReason.exec(message)?.[1];
}

/** "Unsupported parameter: 'max_tokens'", "Unknown name "foo"", "stream_options: Extra inputs are not permitted". */
const namedParameters: readonly RegExp[] = [
  /^invalid (reasoning) value:/i,
  /(?<!invalid )(?:parameter|argument|property|field|value|name)(?: supplied)?:? (?:for )?['"`]([\w.[\]]{1,64})['"`]/i,
  /argument not supported on this model: (\w{1,64})/i,
  /^unrecognized request arguments? supplied: (\w{1,64})/i,
  /does not support parameters: \['(\w{1,64})'/i,
  /does not support parameter (\w{1,64})\b/i,
  /^`(\w{1,64})` is not supported/i,
  /^([a-z_]{1,64}): (?:extra inputs|input should|invalid option)/i,
  /^invalid (\w{1,64}): only/i,
  /^invalid (tool_choice) type/i,
  /^(tool_choice) '\w{1,16}' is incompatible/i,
  /does not support this (tool_choice)\b/i,
  /valid range of (\w{1,64}) is/i,
  /^range of (\w{1,64}) should be/i,
  /^'(\w{1,64})' must be/i,
  /`(\w{1,64})` must be (?:<|>|strictly)/i,
  /^`?(\w{1,64})`? must be one of/i,
  /\b(max_\w{1,60}) \(\d{1,9}\) cannot exceed/i,
  /^this (response_format) type/i,
  /does not support (tools)\b/i,
];

/** The beginnings of messages, which cannot be copies of the request. */
const statedParameters: readonly RegExp[] = [
  /^(\w{1,64}) ?参数非法/,
  /^failed to deserialize the json body[a-z ]{0,32}: ([\w.[\]]{1,64}):/i,
];

function findName(patterns: readonly RegExp[], message: string): string | undefined {
  const text = message.slice(0, 4096);
  return patterns.map((pattern) => pattern.exec(text)?.[1]).find((name) => name !== undefined);
}
