export function line(message: object, fields: object = {}): object {
  return {
    model: 'tiny',
    message: { role: 'assistant', content: '', ...message },
    done: false,
    ...fields,
  };
}

export function body(...lines: readonly object[]): string {
  return lines.map((each) => `${JSON.stringify(each)}\n`).join('');
}

export const end = (changes: object = {}): object =>
  line({}, { done: true, done_reason: 'stop', prompt_eval_count: 7, eval_count: 2, ...changes });
export const text = (words: string): object => line({ content: words });
export const paint = (input: unknown): object => ({
  function: { name: 'paint', arguments: input },
});
export const error = { error: 'server busy, please try again.  maximum pending requests exceeded' };
export const done = { finish: 'stop', text: 'Teal.' } as const;
