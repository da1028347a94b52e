import { createUnderstudy } from '@understudy/core';
import type { ProviderDefinition } from '@understudy/core';

export interface Desk extends AsyncDisposable {
  respond(question: string): Promise<string>;
}

/** Creates a support desk. It uses the first model of each provider, in the order of the providers. */
export function createDesk(providers: readonly ProviderDefinition[]): Desk {
  const targets = providers.flatMap(({ id, models: [first] }) =>
    first ? (`${id}/${first.id}` as const) : [],
  );
  const understudy = createUnderstudy({ providers, chains: { support: targets } });
  return {
    respond: (question) =>
      understudy.chat({ model: 'support', messages: [{ role: 'user', content: question }] }).text(),
    [Symbol.asyncDispose]: () => understudy.close(),
  };
}
