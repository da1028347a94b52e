import type { ChainExplanation, ExplainedTarget } from '@understudy/core';

import type { Output } from '../cli-ports.ts';
import type { Field } from '../render/fields.ts';
import { formatFields } from '../render/fields.ts';
import { printable } from '../render/printable.ts';
import type { Style } from '../render/style.ts';
import { paint } from '../render/style.ts';
import { describePolicy } from './describe-policy.ts';
import { describeTimeouts } from './describe-timeouts.ts';

/** The plan of a chat: its targets in order, with what is set for them, then what holds for all. */
export function formatExplanation(
  label: string,
  { targets, policy }: ChainExplanation,
  output: Output,
): string {
  const count = targets.length === 1 ? '1 target' : `${targets.length} targets, in this order`;
  const title = `${paint('bold', printable(label), output)}  ${count}`;
  const plan = targets.map((target, index) =>
    [
      `${index + 1}  ${formatName(target, output)}`,
      ...formatSheet(describeTarget(target, policy.timeouts), output),
    ].join('\n'),
  );
  const rules = [paint('bold', 'policy', output), ...formatSheet(describePolicy(policy), output)];
  return [title, plan.join('\n'), rules.join('\n')].join('\n\n');
}

function formatName({ provider, model, lifecycle }: ExplainedTarget, output: Output): string {
  const name = `${provider}/${printable(model)}`;
  return lifecycle === 'active' ? name : `${name}  ${paint('yellow', lifecycle, output)}`;
}

/** Only what is set for it in particular. */
function describeTarget(
  { skipped, parameters, timeouts, maxConcurrent }: ExplainedTarget,
  common: ExplainedTarget['timeouts'],
): readonly Field[] {
  const set = Object.entries(parameters).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const limits = [
    ...describeTimeouts(timeouts, common),
    ...(maxConcurrent === undefined ? [] : [`${maxConcurrent} at once`]),
  ];
  const fields: readonly Field[] = [
    ['skipped', skipped ? `${skipped.code}: ${skipped.message}` : ''],
    ['parameters', set.join(', ')],
    ['limits', limits.join(', ')],
  ];
  return fields.filter(([, text]) => text !== '');
}

function formatSheet(fields: readonly Field[], output: Output): readonly string[] {
  if (fields.length === 0) return [];
  return [formatFields(fields, output, { indent: 3, nameWidth: 'parameters'.length, styleOf })];
}

function styleOf(name: string): Style {
  return name === 'skipped' ? 'yellow' : 'dim';
}
