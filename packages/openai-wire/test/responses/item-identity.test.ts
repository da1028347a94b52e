import type { JsonValue, ProviderEvent } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { createStream, decodeAll } from './fixture.ts';

type Moment = 'start' | 'inner' | 'end' | 'output';

/** Returns an index or an id of the item with a number, as servers send it at a moment. */
type Field = (number: number, moment: Moment) => JsonValue | undefined;

const indices: Readonly<Record<string, Field>> = {
  right: (number) => number,
  missing: () => undefined,
  null: () => null,
  'always 0': () => 0,
  'another at the end': (number, moment) => (moment === 'end' ? number + 9 : number),
  'only at the end': (number, moment) => (moment === 'end' ? number : undefined),
  'not at the end': (number, moment) => (moment === 'end' ? undefined : number),
  'not in deltas': (number, moment) => (moment === 'inner' ? undefined : number),
};

const ids: Readonly<Record<string, Field>> = {
  right: (number) => `item_${number}`,
  missing: () => undefined,
  null: () => null,
  'only at the start': (number, moment) => (moment === 'start' ? `item_${number}` : undefined),
  'only at the end': (number, moment) => (moment === 'end' ? `item_${number}` : undefined),
  'not in deltas': (number, moment) => (moment === 'inner' ? undefined : `item_${number}`),
  'another at each moment': (number, moment) => `${moment}_${number}`,
};

type Kind = 'message' | 'refusal' | 'reasoning' | 'summary' | 'call';

interface Item {
  readonly number: number;
  readonly kind: Kind;
  readonly pieces: readonly string[];
}

const deltaTypes: Readonly<Record<Kind, string>> = {
  message: 'output_text',
  refusal: 'refusal',
  reasoning: 'reasoning_text',
  summary: 'reasoning_summary_text',
  call: 'function_call_arguments',
};

/** Encodes items as a server with these indices and ids does. */
class Server {
  readonly #index: Field;
  readonly #id: Field;

  constructor(index: Field, id: Field) {
    this.#index = index;
    this.#id = id;
  }

  start(item: Item): object {
    const { number } = item;
    const index = this.#index(number, 'start');
    return {
      type: 'response.output_item.added',
      output_index: index,
      item: this.item(item, 'start'),
    };
  }

  deltas({ number, kind, pieces }: Item): readonly object[] {
    return pieces.map((delta) => ({
      type: `response.${deltaTypes[kind]}.delta`,
      output_index: this.#index(number, 'inner'),
      item_id: this.#id(number, 'inner'),
      delta,
    }));
  }

  end(item: Item): object {
    const index = this.#index(item.number, 'end');
    return { type: 'response.output_item.done', output_index: index, item: this.item(item, 'end') };
  }

  item({ number, kind, pieces }: Item, moment: Moment): object {
    const id = this.#id(number, moment);
    const text = moment === 'start' ? '' : pieces.join('');
    switch (kind) {
      case 'message':
        return { type: 'message', id, content: [{ type: 'output_text', text }] };
      case 'refusal':
        return { type: 'message', id, content: [{ type: 'refusal', refusal: text }] };
      case 'reasoning':
        return { type: 'reasoning', id, summary: [], content: [{ type: 'reasoning_text', text }] };
      case 'summary':
        return { type: 'reasoning', id, summary: [{ type: 'summary_text', text }] };
      case 'call':
        return { type: 'function_call', id, call_id: `call_${number}`, name: 'f', arguments: text };
    }
  }
}

/** Returns the texts and the complete calls, in their order. */
function contentOf(events: readonly ProviderEvent[]): string {
  return events
    .map((event) => {
      if (event.type === 'tool-call-end') return `${event.id}(${event.argumentsText}) `;
      if (event.type === 'reasoning-delta') return event.text.toUpperCase();
      return event.type === 'text-delta' ? event.text : '';
    })
    .join('');
}

const items: readonly Item[] = [
  { number: 0, kind: 'summary', pieces: ['One ', 'two '] },
  { number: 1, kind: 'reasoning', pieces: ['three '] },
  { number: 2, kind: 'message', pieces: ['four '] },
  { number: 3, kind: 'message', pieces: ['five ', 'six ', 'seven '] },
  { number: 4, kind: 'call', pieces: ['{"a":', '1}'] },
  { number: 5, kind: 'call', pieces: ['{}'] },
  { number: 6, kind: 'refusal', pieces: ['eight ', 'nine '] },
];
const content = 'ONE TWO THREE four five six seven call_4({"a":1}) call_5({}) eight nine ';

describe.each(Object.entries(indices))('items whose index is %s', (_indexName, index) => {
  it.each(Object.entries(ids))('are read once if their id is %s', (_name, id) => {
    const server = new Server(index, id);
    const { events, end } = decodeAll(
      createStream(
        items.flatMap((item) => [server.start(item), ...server.deltas(item), server.end(item)]),
        { output: items.map((item) => server.item(item, 'output')) },
      ),
    );
    expect(end).toEqual({ type: 'finished' });
    expect(contentOf(events)).toBe(content);
  });

  it.each(Object.entries(ids))('are read once without deltas if their id is %s', (_name, id) => {
    const server = new Server(index, id);
    const stream = createStream(items.map((item) => server.end(item)));
    expect(contentOf(decodeAll(stream).events)).toBe(content);
  });

  it.each(Object.entries(ids))('are read once without starts if their id is %s', (_name, id) => {
    const server = new Server(index, id);
    const stream = createStream(
      items.flatMap((item) => [...server.deltas(item), server.end(item)]),
    );
    expect(contentOf(decodeAll(stream).events)).toBe(content);
  });

  it('are read once if their ends are sent again', () => {
    const server = new Server(index, (number) => `item_${number}`);
    const stream = createStream([
      ...items.flatMap((item) => [server.start(item), ...server.deltas(item), server.end(item)]),
      ...items.map((item) => server.end(item)),
    ]);
    expect(contentOf(decodeAll(stream).events)).toBe(content);
  });
});

describe('items that are interleaved', () => {
  const interleave = (server: Server): readonly object[] => [
    ...items.map((item) => server.start(item)),
    ...[0, 1, 2].flatMap((piece) => items.flatMap((item) => server.deltas(item)[piece] ?? [])),
    ...items.map((item) => server.end(item)),
  ];

  it.each(Object.entries(ids))('have the order of their starts if their id is %s', (_name, id) => {
    const stream = createStream(interleave(new Server((number) => number, id)));
    expect(contentOf(decodeAll(stream).events)).toBe(content);
  });

  it.each(['always 0', 'missing'])('have complete calls if their index is %s', (name) => {
    const server = new Server(indices[name] ?? (() => 0), (number) => `item_${number}`);
    const { events } = decodeAll(createStream(interleave(server)));
    for (const call of ['call_4({"a":1}) ', 'call_5({}) ']) {
      expect(contentOf(events)).toContain(call);
    }
    const words = contentOf(events).match(/\b[a-z]+(?= )/gi);
    expect(words?.toSorted()).toEqual(content.match(/\b[a-z]+(?= )/gi)?.toSorted());
  });
});

describe('items with equal texts', () => {
  const equal: readonly Item[] = [0, 1].map((number) => ({
    number,
    kind: 'message',
    pieces: ['Again. '],
  }));

  it.each(Object.entries(indices))('are all read if their index is %s', (_name, index) => {
    const server = new Server(index, (number) => `item_${number}`);
    const stream = createStream(
      equal.flatMap((item) => [server.start(item), ...server.deltas(item), server.end(item)]),
    );
    expect(contentOf(decodeAll(stream).events)).toBe('Again. Again. ');
  });
});

describe('parts beside open reasoning', () => {
  const part = (text: string, fields: object): readonly object[] =>
    ['added', 'done'].map((moment) => ({
      type: `response.content_part.${moment}`,
      part: { type: 'output_text', text: moment === 'done' ? text : '' },
      ...fields,
    }));

  it('belong to the message at their index if all items have the same id', () => {
    const server = new Server(
      (number) => number,
      () => 'item',
    );
    const [reasoning, message] = items.slice(1);
    if (!reasoning || !message) throw new Error('no items');
    const stream = createStream([
      server.start(reasoning),
      ...server.deltas(reasoning),
      server.start(message),
      ...server.deltas(message),
      ...part('five ', { output_index: 2, item_id: 'item', content_index: 1 }),
      server.end(reasoning),
    ]);
    expect(contentOf(decodeAll(stream).events)).toBe('THREE four five ');
  });

  it('belong to the reasoning if they have no index and no id', () => {
    const server = new Server(
      () => undefined,
      () => undefined,
    );
    const [reasoning, message] = items.slice(1);
    if (!reasoning || !message) throw new Error('no items');
    const stream = createStream(
      [reasoning, message].flatMap((item) => [
        server.start(item),
        ...server.deltas(item),
        ...part(item.pieces.join(''), {}),
        server.end(item),
      ]),
    );
    expect(contentOf(decodeAll(stream).events)).toBe('THREE four ');
  });
});

it.each([[{}], [{ output_index: 0 }]])(
  'reads the signature of reasoning without text that follows other reasoning',
  (fields) => {
    const type = 'response.output_item.done';
    const encrypted = (encrypted_content: string): object => {
      return { type, ...fields, item: { type: 'reasoning', summary: [], encrypted_content } };
    };
    const text = { type: 'reasoning_text', text: 'One.' };
    const stream = createStream([
      { type, ...fields, item: { type: 'reasoning', summary: [], content: [text] } },
      encrypted('YQ=='),
      encrypted('YQ=='),
      encrypted('Yg=='),
    ]);
    const signatures = decodeAll(stream).events.flatMap((event) =>
      event.type === 'reasoning-end' ? [event.signature] : [],
    );
    expect(signatures).toEqual([undefined, 'YQ==', 'Yg==']);
  },
);

it.each(['reasoning', 'message'])('ends no open %s with the end of another, empty one', (type) => {
  const done = 'response.output_item.done';
  const end = {
    type: 'reasoning',
    id: 'a',
    summary: [{ type: 'summary_text', text: 'Text.' }],
    encrypted_content: 'signature',
  };
  const message = { type: 'message', id: 'a', content: [{ type: 'output_text', text: 'Text.' }] };
  const stream = createStream([
    { type: 'response.output_item.added', output_index: 0, item: { type, id: 'a' } },
    { type: done, output_index: 1, item: { type, id: 'b' } },
    { type: done, output_index: 0, item: type === 'message' ? message : end },
  ]);
  expect(decodeAll(stream).events).toContainEqual(
    type === 'message'
      ? { type: 'text-delta', text: 'Text.' }
      : { type: 'reasoning-end', signature: 'signature' },
  );
});
