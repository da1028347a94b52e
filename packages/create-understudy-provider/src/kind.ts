import { refuse } from './create-error.ts';

/** How a vendor talks, and so what there is to write. */
export interface Kind {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  /** Folders of `templates`, laid over each other. */
  readonly layers: readonly string[];
}

export const kinds: readonly Kind[] = [
  {
    name: 'openai',
    label: "OpenAI's dialect",
    hint: 'the vendor as ten lines of data',
    layers: ['common', 'openai'],
  },
  {
    name: 'sse',
    label: 'an event stream of its own',
    hint: 'the question, the events, the errors',
    layers: ['common', 'own', 'sse'],
  },
  {
    name: 'json',
    label: 'JSON of its own, without streams',
    hint: 'the question, the answer, the errors',
    layers: ['common', 'own', 'json'],
  },
];

/** @throws CreateError for a kind that there is not */
export function readKind(name: string | undefined): Kind {
  const kind = kinds.find((known) => known.name === name);
  if (kind) return kind;
  throw refuse('--kind', `one of ${kinds.map((known) => known.name).join(', ')}`, name);
}
