import { inspect } from 'node:util';

import type { ProviderDefinition } from '@understudy/core';
import { isProviderDefinition } from '@understudy/core/provider';

import { expectEqual, expectTrue, fail, formatValue } from '../../assertions.ts';
import type { Clause } from '../../clause.ts';
import { unusedServer } from '../../harness/mock-server.ts';

export const validDefinition: Clause = {
  id: 'valid-definition',
  rule: 'The factory returns the result of `defineProvider`. It has a label, unique model ids and the names of environment variables. Printing it shows no secret.',
  async check({ provider, model, secrets }) {
    const definition: unknown = provider(unusedServer);
    if (!isProviderDefinition(definition)) {
      return fail('expected `provider` to return the result of defineProvider');
    }
    expectTrue(definition.label.trim() !== '', 'expected a label, received an empty string');
    checkModels(definition, model);
    const invalid = definition.credentialEnvVars.filter((name) => !/^[A-Z][A-Z0-9_]*$/.test(name));
    expectEqual('the invalid names in credentialEnvVars', invalid, []);
    const printed =
      inspect(definition, { depth: 20, showHidden: true }) + JSON.stringify(definition);
    const shown = secrets.filter((secret) => printed.includes(secret)).length;
    expectTrue(shown === 0, `expected no secret in the printed definition, received ${shown}`);
  },
};

function checkModels({ models, allowUnknownModels }: ProviderDefinition, model: string): void {
  const ids = models.map(({ id }) => id);
  const repeated = ids.filter((id, index) => ids.indexOf(id) < index);
  expectEqual('the repeated model ids', repeated, []);
  expectTrue(
    ids.includes(model) || allowUnknownModels,
    `expected ${formatValue(model)} in models, or allowUnknownModels: true`,
  );
}
