import { expect, it } from 'vitest';

import * as wire from '../src/index.ts';

it('exports what it says it does', () => {
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
