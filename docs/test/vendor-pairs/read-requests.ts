import { isObject, listObjects, objectsIn, textsIn } from './sent-request.ts';
import type { SentObject, SentRequest } from './sent-request.ts';

export function readChatCompletionsRequest(body: SentObject): SentRequest {
  const objects = listObjects(body);
  const results = objects.filter(({ role }) => role === 'tool');
  return {
    system: describeSystemRole(objects),
    images: objects.filter(({ type }) => type === 'image_url').length,
    reasoning: objects.filter((each) => 'reasoning_content' in each || 'reasoning' in each).length,
    callIds: textsIn(
      objects.filter(({ function: called, id }) => isObject(called) && id !== undefined),
      'id',
    ),
    resultIds: textsIn(results, 'tool_call_id'),
    failure: describeFailureText(textsIn(results, 'content')),
    json: describeField(body, 'response_format'),
    text: JSON.stringify(body),
  };
}

export function readResponsesRequest(body: SentObject): SentRequest {
  const objects = listObjects(body);
  const results = objects.filter(({ type }) => type === 'function_call_output');
  return {
    system: describeSystemRole(objects),
    images: objects.filter(({ type }) => type === 'input_image').length,
    reasoning: objects.filter(({ type }) => type === 'reasoning').length,
    callIds: textsIn(
      objects.filter(({ type }) => type === 'function_call'),
      'call_id',
    ),
    resultIds: textsIn(results, 'call_id'),
    failure: describeFailureText(textsIn(results, 'output')),
    json: isObject(body['text']) && 'format' in body['text'] ? '`text.format`' : undefined,
    text: JSON.stringify(body),
  };
}

export function readAnthropicRequest(body: SentObject): SentRequest {
  const objects = listObjects(body);
  const results = objects.filter(({ type }) => type === 'tool_result');
  return {
    system: describeField(body, 'system'),
    images: objects.filter(({ type }) => type === 'image').length,
    reasoning: objects.filter(({ type }) => type === 'thinking').length,
    callIds: textsIn(
      objects.filter(({ type }) => type === 'tool_use'),
      'id',
    ),
    resultIds: textsIn(results, 'tool_use_id'),
    failure: results.some(({ is_error: isError }) => isError === true) ? '`is_error`' : undefined,
    json: objects.some(({ type }) => type === 'json_schema') ? '`output_config.format`' : undefined,
    text: JSON.stringify(body),
  };
}

export function readGoogleRequest(body: SentObject): SentRequest {
  const objects = listObjects(body);
  const calls = objectsIn(objects, 'functionCall');
  const results = objectsIn(objects, 'functionResponse');
  const responses = objectsIn(results, 'response');
  return {
    system: describeField(body, 'systemInstruction'),
    images: objects.filter(({ inlineData }) => inlineData !== undefined).length,
    reasoning: objects.filter(({ thought }) => thought === true).length,
    callIds: textsIn(calls, 'id'),
    resultIds: textsIn(results, 'id'),
    failure: responses.some((each) => 'error' in each) ? '`response.error`' : undefined,
    json: objects.some((each) => 'responseJsonSchema' in each) ? '`responseJsonSchema`' : undefined,
    text: JSON.stringify(body),
  };
}

export function readOllamaRequest(body: SentObject): SentRequest {
  const objects = listObjects(body);
  const results = objects.filter(({ role }) => role === 'tool');
  return {
    system: describeSystemRole(objects),
    images: objects.filter(({ images }) => Array.isArray(images)).length,
    reasoning: objects.filter(({ thinking }) => typeof thinking === 'string').length,
    callIds: textsIn(
      objects.filter(({ function: called, id }) => isObject(called) && id !== undefined),
      'id',
    ),
    resultIds: textsIn(results, 'tool_call_id'),
    failure: describeFailureText(textsIn(results, 'content')),
    json: describeField(body, 'format'),
    text: JSON.stringify(body),
  };
}

function describeField(body: SentObject, name: string): string | undefined {
  return body[name] === undefined ? undefined : `\`${name}\``;
}

function describeSystemRole(objects: readonly SentObject[]): string | undefined {
  const role = textsIn(objects, 'role').find((name) => name === 'system' || name === 'developer');
  return role && `role \`${role}\``;
}

function describeFailureText(texts: readonly string[]): string | undefined {
  return texts.some((text) => /error|fail/iu.test(text)) ? 'in words' : undefined;
}
