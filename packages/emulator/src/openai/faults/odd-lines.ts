/** Comments of every form, one of them inside an event that has no data, one that looks like data. */
export const oddComments: string = [
  ':',
  '::',
  ': OPENROUTER PROCESSING',
  ': data: {"choices":[]}',
  'event: note',
  ': within',
  '',
  `: ${'x'.repeat(2048)}`,
  '',
  '',
].join('\n');

/** Fields without meaning, or without the right spelling: an event of these has no data, and is none. */
export const oddFields: string = [
  'id: 1',
  'id: with\0nul',
  'retry: 10',
  'retry: 1.5',
  'retry: -1',
  'retry: 99999999999999999999',
  'retry',
  'event',
  'unknown: field',
  'DATA: {"choices":0}',
  'data : {"choices":0}',
  ' data: {"choices":0}',
  '',
  '',
].join('\n');

/** Characters that end no line, and a byte order mark that is not the first. */
export const oddText = '\uFEFF\u2028\u2029\u0085';

/** The same before and in a field that is none, and NUL in a comment. */
export const oddCharacters: string = [`\uFEFFdata: {"choices":0}`, `: \0${oddText}`, '', ''].join(
  '\n',
);
