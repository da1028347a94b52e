import { createUnderstudy } from '@understudy/core';
import type { ProviderDefinition } from '@understudy/core';

export interface Desk extends AsyncDisposable {
  answer(question: string): Promise<string>;
}

/** A support desk that asks the providers in their order, each for its first model. */
export function createDesk(providers: readonly ProviderDefinition[]): Desk {
  const targets = providers.flatMap(({ id, models: [first] }) =>
    first ? (`${id}/${first.id}` as const) : [],
  );
  const understudy = createUnderstudy({ providers, chains: { support: targets } });
  return {
    answer: (question) =>
      understudy.chat({ model: 'support', messages: [{ role: 'user', content: question }] }).text(),
    [Symbol.asyncDispose]: () => understudy.close(),
  };
}
