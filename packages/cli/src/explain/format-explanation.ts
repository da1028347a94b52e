import type { ChainExplanation, ChainPolicy, ExplainedTarget } from '@understudy/core';

import type { Output } from '../cli-ports.ts';
import type { Field } from '../render/format-fields.ts';
import { formatFields } from '../render/format-fields.ts';
import { formatCount } from '../render/format-quantity.ts';
import type { Style } from '../render/paint.ts';
import { paint } from '../render/paint.ts';
import { printable } from '../render/printable.ts';
import { describePolicy, describeSizes, describeTimeouts } from './describe-policy.ts';

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
function describeTarget(
  { skipped, parameters, timeouts, limits: sizes, maxConcurrent }: ExplainedTarget,
  common: ChainPolicy,
): readonly Field[] {
  const settings = Object.entries(parameters).map(
    ([name, value]) => `${name} ${JSON.stringify(value)}`,
  );
  const limits = [
    ...describeTimeouts(timeouts, common.timeouts),
    ...describeSizes(sizes, common.limits),
    ...(maxConcurrent === undefined ? [] : [`${maxConcurrent} concurrent`]),
  ];
  const fields: readonly Field[] = [
    ['skipped', skipped ? `${skipped.code}: ${skipped.message}` : ''],
    ['parameters', settings.join(', ')],
    ['limits', limits.join(', ')],
  ];
  return fields.filter(([, text]) => text !== '');
}

function formatIndentedFields(fields: readonly Field[], output: Output): readonly string[] {
  if (fields.length === 0) return [];
  return [formatFields(fields, output, { indent: 3, nameWidth: 'parameters'.length, styleOf })];
}

function styleOf(name: string): Style {
  return name === 'skipped' ? 'yellow' : 'dim';
}
