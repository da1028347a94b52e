import { inspect } from 'node:util';

import type { ProviderDefinition } from '@understudy/core';
import { isProviderDefinition } from '@understudy/core/provider';

import type { Clause } from '../clause.ts';
import { unusedServer } from '../harness/unused-server.ts';
import { expectEqual, expectTrue, fail, quote } from '../sentences.ts';

export const hasADefinition: Clause = {
  id: 'valid-definition',
  rule: 'The factory returns what defineProvider made: with a label, the models by unique ids, the names of its credentials, and nothing secret that printing would show.',
  async check({ provider, model, secrets }) {
    const definition: unknown = provider(unusedServer);
    if (!isProviderDefinition(definition)) {
      return fail(
        'expected `provider` to return what defineProvider made, and it returned no such thing',
      );
    }
    expectTrue(definition.label.trim() !== '', 'expected a label, and it was empty');
    checkModels(definition, model);
    const names = definition.credentialEnvVars.filter((name) => !/^[A-Z][A-Z0-9_]*$/.test(name));
    expectEqual('the credentials that are no names of environment variables', names, []);
    const printed =
      inspect(definition, { depth: 20, showHidden: true }) + JSON.stringify(definition);
    const shown = secrets.filter((secret) => printed.includes(secret)).length;
    expectTrue(shown === 0, `expected a definition to print no secret, and it prints ${shown}`);
  },
};

function checkModels({ models, allowUnknownModels }: ProviderDefinition, model: string): void {
  const ids = models.map(({ id }) => id);
  const repeated = ids.filter((id, index) => ids.indexOf(id) < index);
  expectEqual('the ids of models that come twice', repeated, []);
  expectTrue(
    ids.includes(model) || allowUnknownModels === true,
    `expected ${quote(model)} among the models, or allowUnknownModels: true`,
  );
}
