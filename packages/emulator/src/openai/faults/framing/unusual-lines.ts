/** Comments of every form, one of them inside an event that has no data, one that looks like data. */
export const unusualComments: string = [
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

/** Fields that a client must ignore (WHATWG HTML 9.2.6). An event of such fields has no data. */
export const unusualFields: string = [
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

/** Characters that do not end a line, and a byte order mark that is not at the start of the stream. */
export const unusualText = '\uFEFF\u2028\u2029\u0085';

/** The same characters before the name of a field and in a comment, with NUL. */
export const unusualCharacters: string = [
  `\uFEFFdata: {"choices":0}`,
  `: \0${unusualText}`,
  '',
  '',
].join('\n');
