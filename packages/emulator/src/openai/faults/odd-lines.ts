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
  'retry',
  'event',
  'unknown: field',
  'DATA: {"choices":0}',
  'data : {"choices":0}',
  ' data: {"choices":0}',
  '',
  '',
].join('\n');
