import { expect, it } from 'vitest';

import { rulesOf } from './model-rules.ts';

it.each([
  ['claude-2.1', 'none', 'disabled', true, true, false, 4096],
  ['claude-3-haiku-20240307', 'none', 'disabled', true, true, false, 4096],
  ['claude-3-5-sonnet-latest', 'none', 'disabled', true, true, false, 8192],
  ['claude-3-7-sonnet-20250219', 'budget', 'disabled', true, true, false, 64_000],
  ['claude-opus-4-20250514', 'budget', 'disabled', true, true, false, 32_000],
  ['claude-opus-4-1-20250805', 'budget', 'disabled', true, true, true, 32_000],
  ['claude-sonnet-4-5-20250929', 'budget', 'disabled', true, true, true, 64_000],
  ['us.anthropic.claude-haiku-4-5-20251001-v1:0', 'budget', 'disabled', true, true, true, 64_000],
  ['claude-sonnet-4-6', 'adaptive', 'disabled', true, true, true, 128_000],
  ['anthropic/claude-opus-4.7', 'adaptive', 'disabled', false, true, true, 128_000],
  ['claude-sonnet-5', 'adaptive', 'disabled', false, true, true, 128_000],
  ['claude-opus-5', 'adaptive', 'disabled', false, true, true, 128_000],
  ['claude-haiku-5-5', 'adaptive', 'disabled', false, true, true, 128_000],
  ['claude-sonnet-5-5', 'adaptive', 'between_tools', false, false, true, 128_000],
  ['claude-opus-5-5', 'adaptive', 'always', false, false, true, 128_000],
  ['claude-fable-5', 'adaptive', 'always', false, true, true, 128_000],
  ['claude-fable-5-2', 'adaptive', 'always', false, false, true, 128_000],
  ['claude-mythos-preview', 'adaptive', 'always', false, false, true, 128_000],
  ['deepseek-v4', 'budget', 'disabled', true, true, true, 8192],
])('knows what %s accepts', (model, ...expected) => {
  const rules = rulesOf(model);
  const { thinking, leastThinking, sampling, forcedTools, jsonSchema, maxOutputTokens } = rules;
  const known = [thinking, leastThinking, sampling, forcedTools, jsonSchema, maxOutputTokens];
  expect(known).toEqual(expected);
});

it.each([
  ['claude-haiku-4-5', []],
  ['claude-opus-4-5', ['low', 'medium', 'high']],
  ['claude-opus-4-6', ['low', 'medium', 'high', 'max']],
  ['claude-opus-4-8', ['low', 'medium', 'high', 'xhigh', 'max']],
])('knows the levels of effort of %s', (model, efforts) => {
  expect(rulesOf(model).efforts).toEqual(efforts);
});

it.each([
  ['claude-haiku-4-5', false],
  ['claude-opus-4-7', false],
  ['us.anthropic.claude-opus-4-8', true],
  ['claude-sonnet-5', false],
  ['claude-sonnet-5-5', true],
  ['claude-fable-5', true],
  ['kimi-k3', false],
])('knows whether %s accepts messages of the system between others', (model, expected) => {
  expect(rulesOf(model).systemMessages).toBe(expected);
});
