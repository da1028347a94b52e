import type { Attributes, Span } from '@opentelemetry/api';
import type {
  AttemptEndTelemetry,
  ChatEndTelemetry,
  ChatFacts,
  FinishReason,
  ResponseIdentity,
  Usage,
} from '@understudy/core';

import type { Conventions } from '../conventions.ts';
import { attributes, operation } from '../conventions.ts';
import { toProviderName } from '../provider-name.ts';
import { toFinishReason } from './finish-reason.ts';

/**
 * The attributes with which the span of a chat starts. Samplers receive them, so they also cost without a sample.
 */
export function toChatAttributes(model: string | undefined): Attributes {
  return model === undefined
    ? { [attributes.operationName]: operation }
    : { [attributes.operationName]: operation, [attributes.requestModel]: model };
}

/** The attributes with which the span of an attempt starts. */
export function toAttemptAttributes(provider: string, model: string): Attributes {
  return {
    [attributes.operationName]: operation,
    [attributes.providerName]: toProviderName(provider),
    [attributes.requestModel]: model,
  };
}

/** Sets the settings of a request. */
export function setSettings(span: Span, facts: ChatFacts): void {
  span.setAttribute(attributes.outputType, facts.json ? 'json' : 'text');
  span.setAttribute(attributes.requestStream, facts.stream);
  set(span, attributes.temperature, facts.temperature);
  set(span, attributes.topP, facts.topP);
  set(span, attributes.topK, facts.topK);
  set(span, attributes.maxTokens, facts.maxOutputTokens);
  set(span, attributes.seed, facts.seed);
  set(span, attributes.presencePenalty, facts.presencePenalty);
  set(span, attributes.frequencyPenalty, facts.frequencyPenalty);
  set(span, attributes.reasoningLevel, facts.reasoningEffort);
}

/** Sets what is known of an attempt at its end. */
export function setAttempt(span: Span, event: AttemptEndTelemetry, conventions: Conventions): void {
  const { attempt, phase, response } = event;
  const { firstContentMs, server, error, next } = attempt;
  setResponse(span, response, attempt.finishReason);
  setUsage(span, attempt.usage, conventions);
  if (firstContentMs !== undefined) {
    span.setAttribute(attributes.timeToFirstChunk, firstContentMs / 1000);
  }
  if (server) {
    span.setAttribute(attributes.serverAddress, server.address);
    span.setAttribute(attributes.serverPort, server.port);
  }
  span.setAttribute(attributes.provider, attempt.provider);
  span.setAttribute(attributes.attempt, attempt.number);
  span.setAttribute(attributes.requests, attempt.requests);
  span.setAttribute(attributes.outcome, attempt.outcome);
  set(span, attributes.errorType, error?.code);
  set(span, attributes.phase, phase);
  if (!next) return;
  span.setAttribute(attributes.next, next.kind);
  span.setAttribute(attributes.delayMs, next.delayMs);
}

/** Sets what is known of a chat at its end. */
export function setChat(
  span: Span,
  event: ChatEndTelemetry,
  attempts: number,
  conventions: Conventions,
): void {
  setResponse(span, event.response, event.finishReason);
  setUsage(span, event.usage, conventions);
  span.setAttribute(attributes.outcome, event.outcome);
  span.setAttribute(attributes.attempts, attempts);
  set(span, attributes.chain, event.chain);
  set(span, attributes.errorType, event.error?.code);
}

function setResponse(
  span: Span,
  response: ResponseIdentity | undefined,
  finishReason: FinishReason | undefined,
): void {
  set(span, attributes.responseModel, response?.model);
  set(span, attributes.responseId, response?.id);
  if (finishReason) span.setAttribute(attributes.finishReasons, [toFinishReason(finishReason)]);
}

function setUsage(span: Span, usage: Usage | undefined, { cacheWriteTokens }: Conventions): void {
  if (!usage) return;
  set(span, attributes.inputTokens, usage.inputTokens);
  set(span, attributes.outputTokens, usage.outputTokens);
  set(span, attributes.cacheReadTokens, usage.cachedInputTokens);
  set(span, cacheWriteTokens, usage.cacheWriteTokens);
  set(span, attributes.reasoningTokens, usage.reasoningTokens);
}

function set(span: Span, name: string, value: string | number | undefined): void {
  if (value !== undefined) span.setAttribute(name, value);
}
