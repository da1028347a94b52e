import type { ChainExplanation, ChainPolicy, ExplainedTarget } from '@understudy/core';
import { formatCount } from '@understudy/core/internal';

import type { Output } from '../cli-ports.ts';
import type { Field } from '../render/format-fields.ts';
import { formatFields } from '../render/format-fields.ts';
import { formatLimit } from '../render/format-quantity.ts';
import type { Style } from '../render/paint.ts';
import { paint } from '../render/paint.ts';
import { printable } from '../render/printable.ts';
import {
  describeErrorRules,
  describePolicy,
  describeSizes,
  describeTimeouts,
} from './describe-policy.ts';

/** Formats the targets of a chat in order, each with its own options, and then the policy. */
export function formatExplanation(
  label: string,
  { targets, policy }: ChainExplanation,
  output: Output,
): string {
  const title = `${paint('bold', printable(label), output)}  ${formatCount(targets.length, 'target')}`;
  const targetLines = targets.map((target, index) =>
    [
      `${index + 1}  ${formatName(target, output)}`,
      ...formatIndentedFields(describeTarget(target, policy), output),
    ].join('\n'),
  );
  const policyLines = [
    paint('bold', 'policy', output),
    ...formatIndentedFields(describePolicy(policy), output),
  ];
  return [title, targetLines.join('\n'), policyLines.join('\n')].join('\n\n');
}

function formatName({ provider, model, lifecycle }: ExplainedTarget, output: Output): string {
  const name = `${provider}/${printable(model)}`;
  return lifecycle === 'active' ? name : `${name}  ${paint('yellow', lifecycle, output)}`;
}

/** Describes only what differs from the policy. */
function describeTarget(target: ExplainedTarget, common: ChainPolicy): readonly Field[] {
  const { skipped, pool, parameters, providerOptions = {}, errorRules } = target;
  const hasOwnRules = describeErrorRules(errorRules) !== describeErrorRules(common.errorRules);
  const fields: readonly Field[] = [
    ['skipped', skipped ? `${skipped.code}: ${skipped.message}` : ''],
    ['pool', pool ? `${pool.strategy}: ${pool.reason}` : ''],
    ['parameters', describeSettings(parameters)],
    ['options', describeSettings(providerOptions)],
    ['retry', describeSameTarget(target)],
    ['limits', describeLimits(target, common)],
    ['errorRules', hasOwnRules ? describeErrorRules(errorRules) : ''],
  ];
  return fields.filter(([, text]) => text !== '');
}

function describeSettings(settings: object): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${value === null ? 'left out' : JSON.stringify(value)}`)
    .join(', ');
}

function describeSameTarget({ retries, maxWaitMs }: ExplainedTarget): string {
  const parts = [
    retries === 0 ? [] : [`${retries} before another target`],
    maxWaitMs === 0 ? [] : [`waits up to ${formatLimit(maxWaitMs)} for this target`],
  ];
  return parts.flat().join('; ');
}

function describeLimits(target: ExplainedTarget, common: ChainPolicy): string {
  return [
    ...describeTimeouts(target.timeouts, common.timeouts),
    ...describeSizes(target.limits, common.limits),
    ...describeCount(target.maxConcurrent, 'concurrent'),
    ...describeCount(target.requestsPerMinute, 'requests per minute'),
    ...describeCount(target.tokensPerMinute, 'tokens per minute'),
    ...describeCount(target.contextTokens, 'tokens of context'),
  ].join(', ');
}

function describeCount(value: number | undefined, unit: string): readonly string[] {
  return value === undefined ? [] : [`${value} ${unit}`];
}

function formatIndentedFields(fields: readonly Field[], output: Output): readonly string[] {
  if (fields.length === 0) return [];
  return [formatFields(fields, output, { indent: 3, nameWidth: 'parameters'.length, styleOf })];
}

function styleOf(name: string): Style {
  return name === 'skipped' ? 'yellow' : 'dim';
}
