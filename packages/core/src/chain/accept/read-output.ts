import type { StandardIssue, StandardResult, StandardSchema } from '../../chat/json-schema.ts';
import { ProviderError } from '../../errors/provider-error.ts';
import { parseJson } from '../../json/read-json-value.ts';
import type { CheckedCall } from '../../request/read-call.ts';
import type { CollectedResponse } from '../../stream/chat-collector.ts';

/** The output of a response. */
export interface Output {
  readonly output: unknown;
}

/** How the output of a response is read. */
export interface OutputFormat {
  readonly isJson: boolean;
  readonly schema: StandardSchema | undefined;
  /** Whether text that is not JSON is an error without a schema too. */
  readonly requiresJson: boolean;
}

export function toOutputFormat(
  { content, outputSchema }: CheckedCall,
  requiresJson: boolean,
): OutputFormat {
  const isJson = content.responseFormat?.type === 'json';
  return { isJson, schema: outputSchema, requiresJson };
}

/**
 * Returns the output of a response. A Standard Schema can be asynchronous.
 *
 * @throws ProviderError `response-rejected` if the text is not JSON or does not match the schema
 */
export function readOutput(
  response: CollectedResponse,
  { isJson, schema, requiresJson }: OutputFormat,
): Output | Promise<Output> {
  const { text } = response;
  if (!isJson || !isOutput(response) || (text === '' && !requiresJson)) {
    return { output: undefined };
  }
  const json = parseJson(text);
  if (json === undefined && (schema || requiresJson)) {
    throw rejectedError(response, 'response is not valid JSON');
  }
  return schema ? validate(response, schema, json) : { output: json };
}

/** Creates the error of a response that is not accepted. The message must not contain text of the response. */
export function rejectedError(
  { requestId }: CollectedResponse,
  message: string,
  cause?: unknown,
): ProviderError {
  return new ProviderError({ code: 'response-rejected', message, cause, requestId });
}

/** Whether the text is the response: text beside tool calls and the text of a refusal are not. */
function isOutput({ toolCalls, finishReason }: CollectedResponse): boolean {
  return toolCalls.length === 0 && finishReason !== 'content-filter';
}

function validate(
  response: CollectedResponse,
  schema: StandardSchema,
  json: unknown,
): Output | Promise<Output> {
  const fail = (cause: unknown): never => {
    throw rejectedError(response, 'the schema threw an error (see cause)', cause);
  };
  const read = (result: StandardResult<unknown>): Output => readResult(response, result);
  let result: StandardResult<unknown> | Promise<StandardResult<unknown>>;
  try {
    result = schema['~standard'].validate(json);
  } catch (cause) {
    return fail(cause);
  }
  return result instanceof Promise ? result.then(read, fail) : read(result);
}

const invalidResult =
  'the result of the schema is not valid, expected an object with value or issues';

function readResult(response: CollectedResponse, result: StandardResult<unknown>): Output {
  if (!isResult(result)) throw rejectedError(response, invalidResult);
  if (!result.issues) return { output: result.value };
  const path = formatPath(result.issues);
  throw rejectedError(response, `response does not match the schema${path}`);
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
