import { invalidValue } from '../create-error.ts';

/** A kind of vendor API. */
export interface Kind {
  readonly name: string;
  readonly label: string;
  /** The code that the author of the provider writes. */
  readonly hint: string;
  /** Folders of `templates`. A file of a later folder replaces one of an earlier folder. */
  readonly layers: readonly string[];
}

export const kinds: readonly Kind[] = [
  {
    name: 'openai',
    label: 'OpenAI-compatible',
    hint: 'ten lines of data',
    layers: ['common', 'openai'],
  },
  {
    name: 'sse',
    label: 'own format with an event stream',
    hint: 'request encoder, event decoder, error decoder',
    layers: ['common', 'own', 'sse'],
  },
  {
    name: 'json',
    label: 'own format with one JSON response',
    hint: 'request encoder, response decoder, error decoder',
    layers: ['common', 'own', 'json'],
  },
];

/** @throws CreateError for an unknown kind */
export function readKind(name: string | undefined): Kind {
  const kind = kinds.find((known) => known.name === name);
  if (kind) return kind;
  throw invalidValue('--kind', `one of ${kinds.map((known) => known.name).join(', ')}`, name);
}
