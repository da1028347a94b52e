import type { ChatResponse } from '../chat/chat-response.ts';
import type { StandardIssue, StandardResult, StandardSchema } from '../chat/json-schema.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { parseJson } from '../json/read-json-value.ts';
import type { CheckedInput } from '../request/read-call.ts';
import type { CallScope } from '../scope/call-scope.ts';
import type { CollectedResponse } from '../stream/chat-collector.ts';

/** Adds `output` to a response. The signal aborts when the chat is canceled. */
export type OutputReader<Output> = (
  response: Promise<CollectedResponse>,
  signal: AbortSignal,
) => Promise<ChatResponse<Output>>;

type Validation =
  | { readonly type: 'ended'; readonly result: StandardResult<unknown> }
  | { readonly type: 'threw'; readonly cause: unknown };

/**
 * Returns the reader for the requested format. JSON is validated by a Standard Schema only. The scope ends an
 * asynchronous validation.
 */
export function createOutputReader<Output>(
  input: CheckedInput,
  scope: CallScope,
): OutputReader<Output>;
export function createOutputReader(input: CheckedInput, scope: CallScope): OutputReader<unknown> {
  const schema = input.type === 'valid' ? input.outputSchema : undefined;
  const isJson = input.type === 'valid' && input.content.responseFormat?.type === 'json';
  return async (response, signal) => {
    const collected = await response;
    if (!isJson || !isComplete(collected)) return { ...collected, output: undefined };
    if (!schema) return { ...collected, output: parseJson(collected.text) };
    const callerSignal = input.signal ? AbortSignal.any([signal, input.signal]) : signal;
    const wait: Wait = (work) =>
      scope.run({ name: 'validation of a response', callerSignal }, () => work);
    return { ...collected, output: await validate(collected, schema, wait) };
  };
}

type Wait = (work: Promise<Validation>) => Promise<Validation>;

/** Whether the text is the response: text beside tool calls and the text of a refusal are not. */
function isComplete({ text, toolCalls, finishReason }: CollectedResponse): boolean {
  return text !== '' && toolCalls.length === 0 && finishReason !== 'content-filter';
}

const invalidResult =
  'the result of the schema is not valid, expected an object with value or issues';

/** @throws ProviderError `response-rejected` if the text is not JSON or does not match the schema */
async function validate(
  response: CollectedResponse,
  schema: StandardSchema,
  wait: Wait,
): Promise<unknown> {
  const json = parseJson(response.text);
  if (json === undefined) throw rejected(response, 'response is not valid JSON');
  const started = startValidation(schema, json);
  const validation = started instanceof Promise ? await wait(started) : started;
  if (validation.type === 'threw') {
    throw rejected(response, 'the schema threw an error (see cause)', validation.cause);
  }
  const { result } = validation;
  if (!isResult(result)) throw rejected(response, invalidResult);
  if (!result.issues) return result.value;
  throw rejected(response, `response does not match the schema${formatPath(result.issues)}`);
}

function startValidation(schema: StandardSchema, json: unknown): Validation | Promise<Validation> {
  try {
    const result = schema['~standard'].validate(json);
    if (!(result instanceof Promise)) return { type: 'ended', result };
    return result.then((value): Validation => ({ type: 'ended', result: value }), threw);
  } catch (cause) {
    return threw(cause);
  }
}

function threw(cause: unknown): Validation {
  return { type: 'threw', cause };
}

function isResult(result: unknown): boolean {
  if (typeof result !== 'object' || result === null) return false;
  const issues: unknown = Reflect.get(result, 'issues');
  return issues === undefined ? 'value' in result : Array.isArray(issues);
}

/** The messages of the issues are left out, because they can contain text of the response. */
function formatPath([issue]: readonly StandardIssue[]): string {
  const path = issue?.path ?? [];
  const names = path.map((key) => String(typeof key === 'object' ? key.key : key));
  return names.length === 0 ? '' : ` at ${names.join('.').slice(0, 200)}`;
}

function rejected(response: CollectedResponse, message: string, cause?: unknown): ProviderError {
  const { provider, text, attempts, requestId } = response;
  const model = attempts.at(-1)?.model ?? '';
  const target = { provider, model, phase: 'content', partialText: text } as const;
  return new ProviderError({ code: 'response-rejected', message, cause, requestId }, target);
}
