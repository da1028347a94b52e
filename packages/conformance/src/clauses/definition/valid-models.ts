import type { ModelInfo } from '@understudy/core';

import { expectTrue, formatValue } from '../../assertions.ts';
import type { Clause } from '../../clause.ts';
import { unusedServer } from '../../harness/mock-server.ts';

const states: readonly unknown[] = [undefined, 'active', 'deprecated', 'retired'];
const capabilities: readonly string[] = ['tools', 'images', 'files', 'json'];

export const validModels: Clause = {
  id: 'valid-models',
  rule: 'The facts of each model in the definition are valid: positive token counts, a response that is not larger than the context window, a known state and known capabilities.',
  async check({ provider }) {
    for (const model of provider(unusedServer).models) checkModel(model);
  },
};

function checkModel(model: ModelInfo): void {
  const { id, contextTokens, maxOutputTokens, state } = model;
  for (const [name, count] of Object.entries({ contextTokens, maxOutputTokens })) {
    expectTrue(
      count === undefined || (Number.isSafeInteger(count) && count > 0),
      `expected ${name} of ${formatValue(id)} to be a positive integer, received ${formatValue(count)}`,
    );
  }
  expectTrue(
    (maxOutputTokens ?? 0) <= (contextTokens ?? Infinity),
    `expected maxOutputTokens of ${formatValue(id)} to be at most contextTokens, received ${formatValue(maxOutputTokens)}`,
  );
  expectTrue(
    states.includes(state),
    `expected state of ${formatValue(id)} to be active, deprecated or retired, received ${formatValue(state)}`,
  );
  for (const [name, value] of Object.entries(model.capabilities ?? {})) {
    expectTrue(
      capabilities.includes(name) && typeof value === 'boolean',
      `expected capabilities of ${formatValue(id)} to be booleans for ${capabilities.join(', ')}, received ${name}: ${formatValue(value)}`,
    );
  }
}
