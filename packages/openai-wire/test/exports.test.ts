import { expect, it } from 'vitest';

import * as wire from '../src/index.ts';

it('exports the documented names', () => {
  expect(Object.keys(wire).toSorted()).toEqual([
    'ChatStreamDecoder',
    'ChatStreamEncoder',
    'decodeChatRequest',
    'decodeChatResponse',
    'decodeErrorBody',
    'decodeModelList',
    'encodeChatRequest',
    'encodeChatResponse',
    'encodeErrorBody',
    'encodeModelList',
  ]);
});
