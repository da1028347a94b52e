import type { Warn } from '../request/collect-warnings.ts';

interface TurnSettings<Turn> {
  /** A system prompt alone needs a turn, too. */
  readonly hasSystem: boolean;
  readonly createUserTurn: (text: string) => Turn;
  readonly warn: Warn;
}

/**
 * Adds a turn of the user at the start unless the first turn is one. APIs reject a conversation that the model begins,
 * for example with a greeting, and a system prompt alone.
 */
export function startWithUser<Turn extends { readonly role: string }>(
  turns: readonly Turn[],
  { hasSystem, createUserTurn, warn }: TurnSettings<Turn>,
): readonly Turn[] {
  const [first] = turns;
  if (first ? first.role === 'user' : !hasSystem) return turns;
  warn('message of the user added at the start: the API requires one');
  return [createUserTurn('Begin.'), ...turns];
}
